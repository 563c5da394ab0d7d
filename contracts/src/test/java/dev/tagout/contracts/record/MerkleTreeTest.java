package dev.tagout.contracts.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
  /** The entries and roots with which Certificate Transparency tests its own trees. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @ParameterizedTest
  @CsvSource({
    "0,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1,6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2,fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3,aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4,d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5,4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6,76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7,ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8,5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void hasTheRootsOfCertificateTransparency(int size, String root) {
    // Given
    List<Hash> leaves =
        ENTRIES.stream()
            .limit(size)
            .map(entry -> MerkleTree.leaf(HexFormat.of().parseHex(entry)))
            .toList();

    // When, Then
    assertThat(MerkleTree.root(leaves)).isEqualTo(new Hash(root));
  }

  @Test
  void hasNoPathFromALeafThatIsNotThere() {
    // When, Then
    assertThatThrownBy(() -> MerkleTree.path(leaves(3), 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Property(tries = 300)
  void everyLeafLeadsToTheRoot(
      @ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(max = 299) int any) {
    // Given
    List<Hash> leaves = leaves(size);
    int index = any % size;

    // When
    List<Hash> path = MerkleTree.path(leaves, index);

    // Then
    assertThat(MerkleTree.rootFrom(leaves.get(index), index, size, path))
        .contains(MerkleTree.root(leaves));
  }

  @Property(tries = 300)
  void noBitOfLeafOrPathCanBeFlipped(
      @ForAll @IntRange(min = 1, max = 100) int size,
      @ForAll @IntRange(max = 99) int any,
      @ForAll @IntRange(max = 255) int bit,
      @ForAll @IntRange(max = 9) int which) {
    // Given
    List<Hash> leaves = leaves(size);
    int index = any % size;
    List<Hash> hashes =
        new ArrayList<>(
            Stream.concat(Stream.of(leaves.get(index)), MerkleTree.path(leaves, index).stream())
                .toList());
    hashes.set(which % hashes.size(), flipped(hashes.get(which % hashes.size()), bit));

    // When
    var root =
        MerkleTree.rootFrom(hashes.getFirst(), index, size, hashes.subList(1, hashes.size()));

    // Then
    assertThat(root).isPresent().get().isNotEqualTo(MerkleTree.root(leaves));
  }

  @Property(tries = 300)
  void noLeafPassesForOneInAnotherPlaceOrATreeOfAnotherSize(
      @ForAll @IntRange(min = 2, max = 100) int size,
      @ForAll @IntRange(max = 99) int any,
      @ForAll @IntRange(max = 99) int claimed) {
    // Given
    List<Hash> leaves = leaves(size);
    int index = any % size;
    int other = claimed % size == index ? (index + 1) % size : claimed % size;
    List<Hash> path = MerkleTree.path(leaves, index);

    // When, Then
    assertThat(MerkleTree.rootFrom(leaves.get(index), other, size, path))
        .isNotEqualTo(java.util.Optional.of(MerkleTree.root(leaves)));
    List<Hash> longer = new ArrayList<>(path);
    longer.add(Hash.NONE);
    assertThat(MerkleTree.rootFrom(leaves.get(index), index, size, longer)).isEmpty();
    assertThat(
            MerkleTree.rootFrom(leaves.get(index), index, size, path.subList(0, path.size() - 1)))
        .isNotEqualTo(java.util.Optional.of(MerkleTree.root(leaves)));
  }

  private static List<Hash> leaves(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> MerkleTree.leaf(new byte[] {(byte) i, 7}))
        .toList();
  }

  private static Hash flipped(Hash hash, int bit) {
    byte[] bytes = hash.bytes();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }
}
