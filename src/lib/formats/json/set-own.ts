/** Sets a property whatever its name: a plain assignment to `__proto__` would change the prototype instead of adding a key. */
export function setOwn<V>(target: {[key: string]: V}, key: string, value: V): void {
  if (key === '__proto__') Object.defineProperty(target, key, {value, enumerable: true, configurable: true, writable: true})
  else target[key] = value
}
