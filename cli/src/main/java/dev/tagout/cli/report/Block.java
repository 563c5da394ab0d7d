package dev.tagout.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a page. All text is as it came, hostile or not: whoever shows it escapes it. {@code
 * kind} tells templates which one it is.
 */
sealed interface Block {
  /** Which of them. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * A chapter begins.
   *
   * @param id of its anchor
   */
  record Chapter(String id, String title) implements Block {}

  /** A part of a chapter begins. */
  record Section(String title) implements Block {}

  /** A paragraph. */
  record Text(String text) implements Block {}

  /** Something that must not be overlooked, or the good news that there is nothing. */
  record Note(Tone tone, List<String> items) implements Block {
    public Note {
      items = List.copyOf(items);
    }
  }

  /** The figures that matter most. */
  record Figures(List<Figure> items) implements Block {
    public Figures {
      items = List.copyOf(items);
    }
  }

  /** A figure. */
  record Figure(String value, String label, String note, Tone tone) {}

  /** Names and what is to be said of each. */
  record Terms(List<Term> items) implements Block {
    public Terms {
      items = List.copyOf(items);
    }
  }

  /** A name and what is to be said of it. */
  record Term(String name, String text) {}

  /** A picture of figures. */
  record Picture(Chart chart) implements Block {}

  /** A table. */
  record Grid(String caption, List<Column> columns, List<List<Cell>> rows, String rest)
      implements Block {
    /** What the shares of the columns add up to. */
    public int shares() {
      return columns.stream().mapToInt(Column::share).sum();
    }

    /** Begins a table. */
    static Rows of(String caption, Column... columns) {
      return new Rows(caption, List.of(columns));
    }
  }

  /**
   * A column.
   *
   * @param share how wide it is among the others
   */
  record Column(String heading, Kind kind, int share) {
    static Column text(String heading, int share) {
      return new Column(heading, Kind.TEXT, share);
    }

    /** Of names that consist of words; none of these is broken. */
    static Column name(String heading, int share) {
      return new Column(heading, Kind.NAME, share);
    }

    /** As wide as its heading. */
    static Column number(String heading) {
      int longest = Stream.of(heading.split(" ")).mapToInt(String::length).max().orElse(0);
      return new Column(heading, Kind.NUMBER, Math.max(5, longest * 2 / 3 + 3));
    }

    static Column code(String heading, int share) {
      return new Column(heading, Kind.CODE, share);
    }

    public boolean isNumber() {
      return kind == Kind.NUMBER;
    }
  }

  /** How a cell is set. */
  enum Kind {
    TEXT,
    NUMBER,
    CODE,
    NAME
  }

  /** Whether something is good news. */
  enum Tone {
    PLAIN,
    GOOD,
    CAUTION,
    BAD;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What stands in a cell. */
  record Cell(String text, Kind kind, Tone tone) {
    public boolean isCode() {
      return kind == Kind.CODE;
    }

    /** The text, cut where a line may be broken in names that have no blanks. */
    public List<String> parts() {
      return List.of(text.split("(?<=[/_:,.-])(?=[^/_:,.\\s-])"));
    }

    public boolean isName() {
      return kind == Kind.NAME;
    }

    public List<String> words() {
      return List.of(text.split(" "));
    }

    public boolean isToned() {
      return tone != Tone.PLAIN;
    }

    public boolean isNumber() {
      return kind == Kind.NUMBER;
    }
  }

  /** A table that is being filled. */
  final class Rows {
    private static final String NONE = "–";

    private final String caption;
    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();
    private String rest;

    Rows(String caption, List<Column> columns) {
      this.caption = caption;
      this.columns = columns;
    }

    /** A cell for each column: text, a number, or a {@link Cell} of its own. */
    Rows row(Object... cells) {
      if (cells.length != columns.size()) {
        throw new IllegalArgumentException(
            cells.length + " cells for " + columns.size() + " columns");
      }
      List<Cell> row = new ArrayList<>();
      for (int i = 0; i < cells.length; i++) {
        row.add(cell(cells[i], columns.get(i).kind()));
      }
      rows.add(List.copyOf(row));
      return this;
    }

    /** How many there are that are not listed. */
    Rows more(long more, String what) {
      if (more > 0) {
        rest = "and " + Words.number(more) + " more " + what;
      }
      return this;
    }

    boolean isEmpty() {
      return rows.isEmpty();
    }

    Grid grid() {
      return new Grid(caption, columns, List.copyOf(rows), rest);
    }

    private static Cell cell(Object value, Kind kind) {
      return switch (value) {
        case Cell cell -> cell;
        case null -> new Cell(NONE, Kind.TEXT, Tone.PLAIN);
        case Number number -> new Cell(Words.number(number.longValue()), kind, Tone.PLAIN);
        default -> {
          String text = value.toString();
          yield text.isBlank()
              ? new Cell(NONE, Kind.TEXT, Tone.PLAIN)
              : new Cell(text, kind, Tone.PLAIN);
        }
      };
    }
  }
}
