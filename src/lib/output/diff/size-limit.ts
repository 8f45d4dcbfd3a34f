import type {DiffEntry} from '../../actions/diff/diff-entry.js'

/** An entry that is no child, and the children that it stands in, the outermost first. */
export interface Leaf {
  readonly entry: DiffEntry
  readonly above: readonly DiffEntry[]
}

/** All entries that are no children, and children without entries. */
export function leavesOf(entries: readonly DiffEntry[], above: readonly DiffEntry[] = []): Leaf[] {
  return entries.flatMap((entry) =>
    entry.action === 'child' && entry.entries.length > 0 ? leavesOf(entry.entries, [...above, entry]) : [{entry, above}],
  )
}

/**
 * The entries that fit into so many characters together, each whole, those that change something before those that do not.
 * `sizeOf` is the length of one entry without the entries in it, `depth` the number of children around it.
 */
export function fittingEntries(
  leaves: readonly Leaf[],
  room: number,
  sizeOf: (entry: DiffEntry, depth: number) => number,
): ReadonlySet<DiffEntry> {
  const kept = new Set<DiffEntry>()
  let left = room
  for (const {entry, above} of [...leaves.filter(isChange), ...leaves.filter((leaf) => !isChange(leaf))]) {
    const wanted = [...above, entry].map((one, depth) => ({one, depth})).filter(({one}) => !kept.has(one))
    const size = wanted.reduce((sum, {one, depth}) => sum + sizeOf(one, depth), 0)
    if (size > left) continue
    left -= size
    for (const {one} of wanted) kept.add(one)
  }
  return kept
}

const isChange = ({entry}: Leaf) => ['created', 'drifted', 'deleted'].includes(entry.action)
