/** One `helm template rel chart ARGS` in a folder with these files. */
export interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

const CHART = 'apiVersion: v2\nname: chart\nversion: 1.0.0\n'

/** A case: files of the chart (Chart.yaml is made when there is none), and other files under their whole path with `/` in front. */
export function chart(name: string, files: Record<string, string>, ...args: string[]): Case {
  const placed: Record<string, string> = {}
  for (const [path, text] of Object.entries({'Chart.yaml': CHART, ...files})) {
    placed[path.startsWith('/') ? path.slice(1) : `chart/${path}`] = text
  }
  return {name, files: placed, args}
}

/** A chart that prints something of its values as JSON. */
export function shows(name: string, values: string, what = '.Values', ...args: string[]): Case {
  return chart(name, {'values.yaml': values, 'templates/shown.yaml': `shown: {{ ${what} | toJson }}\n`}, ...args)
}

/** Files of a subchart in `charts/NAME`. */
export function sub(name: string, files: Record<string, string>, at = `charts/${name}`): Record<string, string> {
  const all = {'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`, ...files}
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`${at}/${path}`, text]))
}

/** What stands in a file: a text, or bytes that are kept as base64. */
export function contentOf(text: string): string | Buffer {
  return text.startsWith('base64:') ? Buffer.from(text.slice('base64:'.length), 'base64') : text
}
