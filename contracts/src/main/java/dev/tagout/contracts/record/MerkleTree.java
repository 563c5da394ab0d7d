package dev.tagout.contracts.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Merkle tree as Certificate Transparency has it (RFC 6962 section 2.1): leaves and nodes are
 * hashed with different first bytes, so that a node cannot pass for a leaf.
 */
public final class MerkleTree {
  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleTree() {}

  /** The hash of an entry. */
  public static Hash leaf(byte[] entry) {
    return Hash.sha256(LEAF, entry);
  }

  /** The root over these leaves; of none, the hash of nothing. */
  public static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.sha256();
    }
    List<Hash> level = leaves;
    while (level.size() > 1) {
      level = above(level);
    }
    return level.getFirst();
  }

  /**
   * The hashes that together with one leaf give the root, from the bottom to the top.
   *
   * @throws IndexOutOfBoundsException when there is no such leaf
   */
  public static List<Hash> path(List<Hash> leaves, int index) {
    java.util.Objects.checkIndex(index, leaves.size());
    List<Hash> path = new ArrayList<>();
    List<Hash> level = leaves;
    int at = index;
    while (level.size() > 1) {
      int neighbour = at ^ 1;
      if (neighbour < level.size()) {
        path.add(level.get(neighbour));
      }
      level = above(level);
      at >>= 1;
    }
    return path;
  }

  /**
   * The root that a leaf and its path give (RFC 9162 section 2.1.3.2).
   *
   * @param size how many leaves the tree has
   * @return empty when the path has not the length that this place in such a tree asks for
   */
  public static Optional<Hash> rootFrom(Hash leaf, long index, long size, List<Hash> path) {
    if (index < 0 || index >= size) {
      return Optional.empty();
    }
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash neighbour : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((node & 1) == 1 || node == last) {
        hash = node(neighbour, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, neighbour);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? Optional.of(hash) : Optional.empty();
  }

  /** A node without a neighbour goes up as it is: that is the tree of RFC 6962. */
  private static List<Hash> above(List<Hash> level) {
    List<Hash> above = new ArrayList<>((level.size() + 1) / 2);
    for (int i = 0; i + 1 < level.size(); i += 2) {
      above.add(node(level.get(i), level.get(i + 1)));
    }
    if (level.size() % 2 == 1) {
      above.add(level.getLast());
    }
    return above;
  }

  private static Hash node(Hash left, Hash right) {
    return Hash.sha256(NODE, left.bytes(), right.bytes());
  }
}
