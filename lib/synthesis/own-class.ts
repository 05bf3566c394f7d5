/** A class of which only the prototype matters here: no instance of it is ever made. */
type AnyClass = new (...args: unknown[]) => object;

/**
 * Gives an object methods of its own by giving it a class of its own, derived from the one it has. Methods set on the object itself
 * would not do: outside TypeScript a call goes through jsii's kernel, which looks a method up on the prototype of the object's
 * constructor (`@jsii/kernel`, `Kernel.#findInvokeTarget`), so that an override in Python can call what it overrides.
 *
 * @param methods what the object is to do; `original` calls what it did before
 */
export function overrideMethods<T extends object>(object: T, methods: (original: T) => Partial<T>): void {
  const before = Object.getPrototypeOf(object) as T;
  const itsClass = before.constructor as AnyClass;
  const Own = class extends itsClass {};
  // Messages and stack traces go on naming the class that the author knows.
  Object.defineProperty(Own, 'name', { value: itsClass.name });
  for (const [name, value] of Object.entries(methods(calling(before, object)))) {
    Object.defineProperty(Own.prototype, name, { value, writable: true, configurable: true });
  }
  Object.setPrototypeOf(object, Own.prototype);
}

/** The methods of a prototype, bound to the object. */
function calling<T extends object>(prototype: T, object: T): T {
  return new Proxy(prototype, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name, object);
      return typeof method === 'function' ? method.bind(object) : method;
    },
  });
}
