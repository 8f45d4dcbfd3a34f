/** What may differ from run to run. */
function steady(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\/tmp\/[\w/-]*\d{5,}/g, '<tmp>')
    .replace(/"[^"]*(\\nUsage:\\n {2}flux|\\nUSAGE\\n {2}\$ flux)[\s\S]*?\\n"/g, '"<help>"')
    .replace(/"[^"]*(\\u001b\[\?25l|\? Are you sure)[\s\S]*?(\\u001b\[\?25h|\[y\/N\] )(\\n)?/g, '"<prompt>')
    .replace(/[EWI]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+/g, '<klog>')
}

/** In what two answers differ, theirs first; at most `shown` lines of each text. */
export function differences(a: unknown, b: unknown, {shown = 8, path = ''} = {}): string[] {
  if (steady(a ?? null) === steady(b ?? null)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (typeof a === 'string' && typeof b === 'string') return [`  ${path}:`, ...textLines(a, b, shown)]
  if (plain(a) || plain(b)) return [`  ${path}: theirs ${JSON.stringify(a)}, ours ${JSON.stringify(b)}`]
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) =>
    differences((a as never)[key], (b as never)[key], {shown, path: path ? `${path}.${key}` : key}),
  )
}

function textLines(a: string, b: string, shown: number): string[] {
  const [left, right] = [a.split('\n'), b.split('\n')]
  return Array.from({length: Math.max(left.length, right.length)})
    .flatMap((_, at) => {
      if (steady(left[at] ?? null) === steady(right[at] ?? null)) return []
      return [
        ...(left[at] === undefined ? [] : [`    - ${JSON.stringify(left[at])}`]),
        ...(right[at] === undefined ? [] : [`    + ${JSON.stringify(right[at])}`]),
      ]
    })
    .slice(0, shown)
}

/** A command line as one would type it. */
export const quoted = (argv: readonly string[]) =>
  argv.map((word) => (/[\s"]|^$/.test(word) ? JSON.stringify(word) : word)).join(' ')
