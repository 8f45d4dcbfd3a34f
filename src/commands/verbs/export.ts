import type {Interfaces} from '@oclif/core'
import type {KubeObject} from '../../lib/ports/kube.js'
import {verb} from '../define.js'
import {boolFlag, wordFlag} from '../flags/flag-types.js'

export const exportVerb = verb({
  name: 'export',
  summary: (kind) => `Export ${kind.kind} objects as YAML`,
  flags: {
    all: boolFlag({summary: 'export all objects of the namespace'}),
    output: wordFlag({
      what: 'output format',
      words: ['yaml', 'json', 'name'],
      char: 'o',
      summary: 'output format (default yaml)',
    }),
  },
  flagsFor: (kind): Interfaces.FlagInput =>
    kind.credentials === undefined ? {} : {'with-credentials': boolFlag({summary: 'export the secret with the credentials too'})},
  async run(session, kind) {
    const {flags, args, host} = session
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {exportObjects} = await import('../../lib/actions/verbs/export.js')
    const {renderDocument} = await import('../../lib/output/document.js')
    const withCredentials = (flags as {'with-credentials'?: boolean})['with-credentials'] === true
    const objects = exportObjects(ctx, kind, {namespace, name: args[0], all: flags.all, withCredentials})
    if (flags.output === undefined || flags.output === 'yaml') {
      for await (const object of objects) await host.out.data(renderDocument(object))
      return
    }
    const {renderObjectsAs} = await import('../../lib/output/objects.js')
    const exported: KubeObject[] = []
    for await (const object of objects) exported.push(object)
    await host.out.data(await renderObjectsAs(flags.output as 'json', exported, !flags.all))
  },
})
