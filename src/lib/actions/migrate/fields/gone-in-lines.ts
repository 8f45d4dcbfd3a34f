/** Fields without a one-to-one successor, by the kind that had them; what becomes of them is said as for a document. */
const GONE: Readonly<Record<string, readonly (readonly [field: RegExp, message: string])[]>> = {
  HelmRelease: [
    [keyed('valuesFile'), 'valuesFile is gone: make it the first entry of valuesFiles'],
    [
      keyed('patchesStrategicMerge'),
      'patchesStrategicMerge is gone: make its entries items of patches, each with the patch as text',
    ],
    [keyed('patchesJson6902'), 'patchesJson6902 is gone: make its entries items of patches, each with the patch as text'],
    [keyed('recreate'), 'rollback.recreate has no effect any more and no successor: remove it'],
  ],
  HelmChart: [[keyed('valuesFile'), 'valuesFile is gone: make it the first entry of valuesFiles']],
  Alert: [[keyed('summary'), 'spec.summary is deprecated: make it eventMetadata.summary']],
  ImageUpdateAutomation: [[/\.Updated\b/, '.Updated is gone from commit templates: use .Changed']],
}

const OURS = /^\s*["']?apiVersion["']?\s*:\s*["']?[\w.]*\.fluxcd\.io\//m

/** Lines of a template that hold such fields, for the user to look at: what is no YAML is not rewritten. */
export function goneInLines(text: string): {line: number; kind: 'manual'; message: string}[] {
  const lines = text.split('\n')
  return documents(lines).flatMap(({start, end}) => {
    const document = lines.slice(start, end)
    if (!OURS.test(document.join('\n'))) return []
    const kinds = Object.keys(GONE).filter((kind) =>
      new RegExp(`^\\s*["']?kind["']?\\s*:\\s*["']?${kind}\\b`, 'm').test(document.join('\n')),
    )
    return document.flatMap((line, at) =>
      kinds.flatMap((kind) =>
        GONE[kind]!.filter(([field]) => field.test(line)).map(([, message]) => ({
          ...{line: start + at + 1, kind: 'manual' as const, message: `${kind} ${message}`},
        })),
      ),
    )
  })
}

/** Where the documents of a text begin and end. */
function documents(lines: readonly string[]): {start: number; end: number}[] {
  const cuts = lines.flatMap((line, at) => (line.startsWith('---') ? [at] : []))
  return [0, ...cuts].map((start, index) => ({start, end: cuts[index] ?? lines.length}))
}

function keyed(name: string): RegExp {
  return new RegExp(`^\\s*(?:- +)?["']?${name}["']?\\s*:`)
}
