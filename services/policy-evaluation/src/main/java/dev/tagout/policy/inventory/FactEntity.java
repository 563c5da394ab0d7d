package dev.tagout.policy.inventory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A group of facts as it is stored, for reading. */
@Entity
@Immutable
@Table(name = "fact")
@IdClass(FactEntity.Key.class)
class FactEntity extends PanacheEntityBase {
  @Id String kind;
  @Id String subject;

  @Id
  @Column(name = "fact_group")
  String group;

  @Column(name = "observed_at")
  Instant observedAt;

  String source;

  @ColumnTransformer(read = "body::text")
  String body;

  /** What identifies a group of facts. */
  record Key(String kind, String subject, String group) implements Serializable {}
}
