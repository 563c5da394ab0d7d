package dev.tagout.policy.inventory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** A VM as it is stored, for reading. */
@Entity
@Immutable
@Table(name = "vm")
class VmEntity extends PanacheEntityBase {
  @Id String id;

  String name;

  @ColumnTransformer(read = "assignment::text")
  String assignment;
}
