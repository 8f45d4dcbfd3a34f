import type {GetOptions} from '../../lib/actions/verbs/get.js'
import type {KindRow} from '../../lib/kinds/registry.js'
import type {ObjectTableOptions} from '../../lib/output/object-table.js'
import type {Timer} from '../../lib/ports/clock.js'
import type {KubeObject} from '../../lib/ports/kube.js'
import type {ClusterContext} from '../../lib/wiring/connection.js'

/** Changes within this time are drawn together, in milliseconds. */
const PAUSE_MS = 100

export interface WatchOptions {
  readonly get: GetOptions
  readonly table: ObjectTableOptions
  readonly output: string | undefined
}

/** Shows every change until somebody stops it: one table that lives on a terminal, one text per change elsewhere. */
export async function watch(ctx: ClusterContext, kind: KindRow, options: WatchOptions): Promise<void> {
  const asTable = !options.output || options.output === 'wide'
  await (asTable && ctx.out.rows !== undefined ? watchLive(ctx, kind, options) : watchLines(ctx, kind, options))
}

async function watchLines({out, ...ctx}: ClusterContext, kind: KindRow, {get, table, output}: WatchOptions): Promise<void> {
  const {watchChanges} = await import('../../lib/actions/verbs/get.js')
  const {renderObjects} = await import('../../lib/output/object-table.js')
  const {renderChange} = await import('../../lib/output/objects.js')
  let first = true
  for await (const {object, deleted, matches} of watchChanges(ctx, kind, get)) {
    // as flux: the first change brings the header, though its row is filtered out; what is deleted is told once more
    const rows = matches ? [object] : []
    if (!output || output === 'wide') await out.data(renderObjects(kind, rows, {...table, noHeader: table.noHeader || !first}))
    else if (matches && !deleted) await out.data(await renderChange(output as 'json', object))
    first = false
  }
}

async function watchLive(ctx: ClusterContext, kind: KindRow, {get, table}: WatchOptions): Promise<void> {
  const {watchChanges} = await import('../../lib/actions/verbs/get.js')
  const {renderObjects} = await import('../../lib/output/object-table.js')
  const {liveFrame} = await import('../../lib/output/terminal/live-frame.js')
  const {out, clock} = ctx
  const objects = new Map<string, KubeObject>()
  let lines = 0
  let planned: Timer | undefined
  const draw = () => {
    planned = undefined
    const rows = [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
    const frame = liveFrame(renderObjects(kind, rows, table), lines, {columns: out.columns, rows: out.rows ?? 24})
    lines = frame.lines
    void out.data(frame.text)
  }
  try {
    for await (const {object, deleted, matches} of watchChanges(ctx, kind, get)) {
      const key = `${object.metadata.namespace} ${object.metadata.name}`
      if (deleted || !matches) objects.delete(key)
      else objects.set(key, object)
      planned ??= clock.timer(PAUSE_MS, draw)
    }
  } finally {
    planned?.cancel()
    if (planned) draw()
  }
}
