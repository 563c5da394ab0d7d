package dev.tagout.hypervisor.libvirt;

import dev.tagout.contracts.json.ContractViolation;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks an XML document that nobody vouches for, element by element. No DTD, no entities but the
 * five of XML itself, UTF-8 only; size, depth and number of elements are bounded. Whatever is wrong
 * is a {@link ContractViolation} that names the element.
 */
final class XmlCursor {
  /** libvirt's own documents are some ten levels deep. */
  private static final int MAX_DEPTH = 64;

  /** A VM with a thousand devices has about ten thousand elements. */
  private static final int MAX_ELEMENTS = 50_000;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader reader;
  private final Deque<String> path = new ArrayDeque<>();
  private int elements;

  private XmlCursor(XMLStreamReader reader) {
    this.reader = reader;
  }

  /** A cursor on the document's root element. */
  static XmlCursor onRoot(byte[] document, int maxBytes) {
    if (document.length > maxBytes) {
      throw new ContractViolation(
          "$", "has " + document.length + " bytes, at most " + maxBytes + " are taken");
    }
    try {
      XmlCursor cursor =
          new XmlCursor(FACTORY.createXMLStreamReader(new StringReader(utf8(document))));
      cursor.refuseOtherEncoding();
      while (cursor.next() != XMLStreamConstants.START_ELEMENT) {
        // comments may stand before the root
      }
      return cursor;
    } catch (XMLStreamException e) {
      throw new ContractViolation("$", "is no well-formed XML");
    }
  }

  /**
   * Enters the next child element of the one that is open.
   *
   * @return false when there is none: then the open element was left
   */
  boolean nextChild() {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return false;
        }
        default -> {
          // text between elements says nothing
        }
      }
    }
  }

  /** Leaves the open element, whatever it holds. */
  void skip() {
    int outside = path.size() - 1;
    while (path.size() > outside) {
      next();
    }
  }

  /** Reads what stands behind the root, where nothing may stand that matters. */
  void end() {
    while (next() != XMLStreamConstants.END_DOCUMENT) {
      // comments may stand there
    }
  }

  /** Leaves the open element, which must hold text alone: at most {@code max} characters of it. */
  String text(int max) {
    String at = path();
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case XMLStreamConstants.CHARACTERS,
            XMLStreamConstants.CDATA,
            XMLStreamConstants.SPACE,
            XMLStreamConstants.ENTITY_REFERENCE ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return printable(text.toString().strip(), max, at);
        }
        case XMLStreamConstants.START_ELEMENT ->
            throw new ContractViolation(at, "must hold text alone");
        default -> {
          // comments and processing instructions are no text
        }
      }
      if (text.length() > 2 * max) {
        throw tooLong(max, at);
      }
    }
  }

  /** An attribute without namespace of the element that was just entered. */
  Optional<String> attribute(String name, int max) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String namespace = reader.getAttributeNamespace(i);
      if ((namespace == null || namespace.isEmpty())
          && reader.getAttributeLocalName(i).equals(name)) {
        return Optional.of(printable(reader.getAttributeValue(i), max, path() + "/@" + name));
      }
    }
    return Optional.empty();
  }

  /** Whether the element that was just entered has this name, in no namespace. */
  boolean is(String name) {
    return is("", name);
  }

  /** Whether the element that was just entered has this name in this namespace. */
  boolean is(String namespace, String name) {
    String actual = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
    return actual.equals(namespace) && reader.getLocalName().equals(name);
  }

  /** Where the cursor is, such as {@code domain/devices/interface}. */
  String path() {
    return path.isEmpty() ? "$" : String.join("/", (Iterable<String>) path::descendingIterator);
  }

  private int next() {
    try {
      if (!reader.hasNext()) {
        throw new ContractViolation(path(), "ends too early");
      }
      int event = reader.next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> entered(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> path.pop();
        case XMLStreamConstants.DTD ->
            throw new ContractViolation("$", "holds a document type, which is not taken");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new ContractViolation(path(), "refers to an entity, which is not taken");
        default -> {
          // read by who asked
        }
      }
      return event;
    } catch (XMLStreamException e) {
      throw new ContractViolation(path(), "is no well-formed XML");
    }
  }

  private void entered(String name) {
    path.push(name.length() > 64 ? name.substring(0, 64) + "…" : name);
    if (path.size() > MAX_DEPTH) {
      throw new ContractViolation("$", "is nested deeper than " + MAX_DEPTH + " elements");
    }
    if (++elements > MAX_ELEMENTS) {
      throw new ContractViolation("$", "has more than " + MAX_ELEMENTS + " elements");
    }
  }

  private void refuseOtherEncoding() {
    String declared = reader.getCharacterEncodingScheme();
    if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
      throw new ContractViolation("$", "declares an encoding other than UTF-8");
    }
  }

  private static String printable(String value, int max, String at) {
    if (value.length() > max) {
      throw tooLong(max, at);
    }
    if (value.codePoints().anyMatch(XmlCursor::breaksLines)) {
      throw new ContractViolation(at, "holds control characters");
    }
    return value;
  }

  private static boolean breaksLines(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static ContractViolation tooLong(int max, String at) {
    return new ContractViolation(at, "has more than " + max + " characters");
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ContractViolation("$", "is no valid UTF-8");
    }
  }

  /** The JDK's own parser: what another library on the class path would do is not known. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside of the document is read");
        });
    return factory;
  }
}
