package dev.tagout.exporter.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom we believe, and who we are.
 *
 * @param caFile PEM certificates; those that the JDK trusts when it is empty
 * @param certificateFile ours, PEM; with {@code keyFile} or not at all
 * @param keyFile its private key, PEM, PKCS #8
 * @param insecure whether any certificate is taken, for any name
 */
public record Trust(
    Optional<Path> caFile,
    Optional<Path> certificateFile,
    Optional<Path> keyFile,
    boolean insecure) {
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");
  private static final char[] NO_PASSWORD = new char[0];

  /** A file of certificates or keys is not what it should be. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Path> file;

    UnusableException(String message, Throwable cause) {
      super(message, cause);
      this.file = Optional.empty();
    }

    UnusableException(Path file, String problem, Throwable cause) {
      super(file + " " + problem, cause);
      this.file = Optional.of(file);
    }

    /** The one that is not; empty when nobody knows. */
    public Optional<Path> file() {
      return file;
    }
  }

  /**
   * Reads the files, as they are now.
   *
   * @throws UnusableException that names the file and says what is wrong with it
   */
  public SSLContext context() throws UnusableException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new UnusableException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trustManagers() throws UnusableException, GeneralSecurityException {
    if (insecure) {
      return new TrustManager[] {new AnyCertificate()};
    }
    if (caFile.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates(caFile.get())) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] keyManagers() throws UnusableException, GeneralSecurityException {
    if (certificateFile.isEmpty() || keyFile.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    Certificate[] chain = certificates(certificateFile.get()).toArray(Certificate[]::new);
    try {
      store.setKeyEntry("us", privateKey(keyFile.get()), NO_PASSWORD, chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new UnusableException(
          keyFile.get(), "is not the key of " + certificateFile.get() + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws UnusableException {
    try (var in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw new UnusableException(file, "holds no certificate", null);
      }
      return all;
    } catch (IOException e) {
      throw new UnusableException(file, "cannot be read: " + e, e);
    } catch (CertificateException e) {
      throw new UnusableException(file, "holds no certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static PrivateKey privateKey(Path file) throws UnusableException {
    String pem;
    try {
      pem = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UnusableException(file, "cannot be read: " + e, e);
    }
    Matcher matcher = PRIVATE_KEY.matcher(pem);
    if (!matcher.find()) {
      throw new UnusableException(
          file, "holds no unencrypted private key in PKCS #8 (BEGIN PRIVATE KEY)", null);
    }
    GeneralSecurityException last = null;
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
      for (String algorithm : KEY_ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
          last = e;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new UnusableException(file, "is no PEM: " + e.getMessage(), e);
    }
    throw new UnusableException(file, "holds a key that is neither RSA, EC nor Ed25519", last);
  }
}
