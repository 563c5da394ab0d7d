package dev.tagout.exporter.destination;

import dev.tagout.exporter.format.CefFormat;
import dev.tagout.exporter.format.EcsFormat;
import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.format.LeefFormat;
import dev.tagout.exporter.format.OcsfFormat;

/** The formats that a destination may choose from. */
enum FormatName {
  OCSF("ocsf", "application/json", "application/x-ndjson"),
  CEF("cef", "text/plain; charset=utf-8", "text/plain; charset=utf-8"),
  LEEF("leef", "text/plain; charset=utf-8", "text/plain; charset=utf-8");

  private final String word;
  private final String contentType;
  private final String linesType;

  FormatName(String word, String contentType, String linesType) {
    this.word = word;
    this.contentType = contentType;
    this.linesType = linesType;
  }

  Format format() {
    return switch (this) {
      case OCSF -> new OcsfFormat();
      case CEF -> new CefFormat();
      case LEEF -> new LeefFormat();
    };
  }

  /** The one of Elastic. */
  static Format ecs() {
    return new EcsFormat();
  }

  /** The media type of one finding, or of some. */
  String contentType(boolean some) {
    return some ? linesType : contentType;
  }

  @Override
  public String toString() {
    return word;
  }
}
