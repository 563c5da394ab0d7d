package dev.tagout.policy.inventory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A host as it is stored, for reading. */
@Entity
@Immutable
@Table(name = "host")
class HostEntity extends PanacheEntityBase {
  @Id String id;

  String name;

  @ColumnTransformer(read = "assignment::text")
  String assignment;

  Boolean connected;

  @Column(name = "connection_at")
  Instant connectionAt;

  @Column(name = "listed_at")
  Instant listedAt;
}
