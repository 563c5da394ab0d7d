package dev.tagout.lab.infrastructure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** One object for the whole JVM, whichever class loader asks. */
final class OncePerJvm {

  private OncePerJvm() {}

  /**
   * The object that the static method {@code instance} of the holder returns, where the holder is
   * the one of the system's class loader.
   *
   * @param type has methods with types of the JDK only
   */
  static <T> T get(Class<T> type, Class<? extends T> holder) {
    try {
      var everywhere = Class.forName(holder.getName(), true, ClassLoader.getSystemClassLoader());
      var instance = everywhere.getDeclaredMethod("instance");
      instance.setAccessible(true);
      return type.cast(throughInterface(type, instance.invoke(null)));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not on the class path of the JVM: " + holder.getName(), e);
    }
  }

  private static Object throughInterface(Class<?> type, Object target) {
    if (type.isInstance(target)) {
      return target;
    }
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          var called = target.getClass().getMethod(method.getName(), method.getParameterTypes());
          called.setAccessible(true);
          var thread = Thread.currentThread();
          var callers = thread.getContextClassLoader();
          // What the target loads by name, such as Kafka's metrics, must be of its own loader.
          thread.setContextClassLoader(target.getClass().getClassLoader());
          try {
            return called.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          } finally {
            thread.setContextClassLoader(callers);
          }
        });
  }
}
