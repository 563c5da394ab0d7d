package dev.tagout.simulator.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagout.contracts.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Lets HTTP speak the JSON of the contracts. */
public class ContractMapper {
  @Produces
  @Singleton
  ObjectMapper mapper() {
    return Json.mapper();
  }
}
