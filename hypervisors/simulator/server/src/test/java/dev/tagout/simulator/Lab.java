package dev.tagout.simulator;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What tests ask of the simulator over HTTP. Names are new each time: its state outlives a test.
 */
public final class Lab {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private Lab() {}

  /** A new host. */
  public static String host() {
    String name = "host-" + NAMES.incrementAndGet();
    given().put("/v1/hosts/" + name).then().statusCode(200);
    return name;
  }

  /** A new VM that is off. */
  public static String vm(String host) {
    String name = "vm-" + NAMES.incrementAndGet();
    define(name, Map.of("host", host)).statusCode(200);
    return name;
  }

  /** A new VM that runs. */
  public static String running(String host) {
    String name = vm(host);
    post(name, "start").statusCode(200);
    return name;
  }

  public static ValidatableResponse define(String vm, Map<String, ?> definition) {
    return json().body(definition).put("/v1/vms/" + vm).then();
  }

  public static ValidatableResponse post(String vm, String operation) {
    return given().post("/v1/vms/" + vm + "/" + operation).then();
  }

  public static ValidatableResponse show(String vm) {
    return given().get("/v1/vms/" + vm).then();
  }

  public static String instance(String vm) {
    return show(vm).statusCode(200).extract().path("instance");
  }

  public static ValidatableResponse faults(Map<String, ?> faults) {
    return json().body(faults).put("/v1/faults").then();
  }

  public static void noFaults() {
    faults(Map.of("hook", "present", "events", "normal")).statusCode(200);
  }

  private static RequestSpecification json() {
    return given().contentType("application/json");
  }
}
