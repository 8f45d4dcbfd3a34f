import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import type {KindRow} from '../../lib/kinds/registry.js'
import type {KubeObject} from '../../lib/ports/kube.js'
import type {Session} from '../base.js'
import {verb} from '../define.js'
import {boolFlag, wordFlag} from '../flags/flag-types.js'
import {requireName} from '../line/require-name.js'

/** `-o` of what exports. */
export const EXPORT_OUTPUT = wordFlag({
  what: 'output format',
  words: ['yaml', 'json', 'name', 'wide'],
  char: 'o',
  summary: 'output format (default yaml); wide: a table of what is exported',
})

export const exportVerb = verb({
  name: 'export',
  summary: (kind) => `Export ${kind.kind} objects as YAML`,
  examples: (kind) => ['webapp -n apps', `--all > ${kind.plural}.yaml`],
  flags: {
    all: boolFlag({summary: 'export all objects of the namespace'}),
    output: EXPORT_OUTPUT,
  },
  flagsFor: (kind): Interfaces.FlagInput =>
    kind.credentials === undefined ? {} : {'with-credentials': boolFlag({summary: 'export the secret with the credentials too'})},
  async run(session, kind) {
    const {flags, args, host} = session
    requireName(flags.all || args.length > 0, '')
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {exportObjects} = await import('../../lib/actions/verbs/export.js')
    const {renderDocument} = await import('../../lib/output/document.js')
    const withCredentials = (flags as {'with-credentials'?: boolean})['with-credentials'] === true
    const objects = orWhere(session, kind, exportObjects(ctx, kind, {namespace, name: args[0], all: flags.all, withCredentials}))
    if (flags.output === undefined || flags.output === 'yaml') {
      for await (const object of objects) await host.out.data(renderDocument(object))
      return
    }
    const {renderObjectsAs} = await import('../../lib/output/objects.js')
    const exported: KubeObject[] = []
    for await (const object of objects) exported.push(object)
    if (flags.output === 'wide') {
      const {renderExported} = await import('../../lib/output/object-table.js')
      return host.out.data(renderExported(exported))
    }
    await host.out.data(await renderObjectsAs(flags.output as 'json', exported, !flags.all))
  },
})

/** The same objects; where there are none, people are told which namespaces have some (scripts read stderr). */
async function* orWhere(
  {host, flags, ...session}: Session,
  kind: KindRow,
  objects: AsyncIterable<KubeObject>,
): AsyncIterable<KubeObject> {
  try {
    yield* objects
  } catch (error) {
    const isEmpty = error instanceof FluxError && error.code === 'none-found'
    if (!isEmpty || !(host.out.interactive || flags.verbose)) throw error
    const {whereOthersAre} = await import('../../lib/actions/recovery/where-others-are.js')
    const {ctx} = await session.cluster()
    const others = await whereOthersAre(ctx, [kind], `flux export ${kind.words.join(' ')} --all`)
    const hints = [...others, ...(others.length > 1 ? ['flux export all: everything of every namespace'] : [])]
    throw new FluxError('none-found', error.message, {hints, cause: error})
  }
}
