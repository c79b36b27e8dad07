/** Paths as articles write them: with and without the installation's folder, relative to a folder nobody names. */

/** Components without `.`, variables and empty ones. */
function components(path: string): string[] {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..' && !part.startsWith('$') && part !== '~')
}

/** One is the end of the other: `conf/a.properties` and `/opt/rocketmq/conf/a.properties`. */
export function isSameFile(left: string, right: string): boolean {
  const [short, long] = [components(left), components(right)].toSorted((one, two) => one.length - two.length)
  if (short === undefined || long === undefined || short.length === 0) return false
  return short.every((part, index) => part === long[long.length - short.length + index])
}

export function baseName(path: string): string {
  return components(path).at(-1) ?? ''
}

/** Without `.properties` or `.conf`. */
export function stem(path: string): string {
  return baseName(path).replace(/\.[A-Za-z]+$/, '')
}

/** `path` is `folder` or lies below it. */
export function liesBelow(path: string, folder: string): boolean {
  const inner = components(path)
  const outer = components(folder)
  return outer.length > 0 && outer.length <= inner.length && outer.every((part, index) => part === inner[index])
}

export function parentOf(path: string): string {
  const parts = components(path).slice(0, -1)
  return (path.startsWith('/') ? '/' : '') + parts.join('/')
}
