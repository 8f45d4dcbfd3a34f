import type {Interfaces} from '@oclif/core'
import type {DebugPart} from '../../lib/actions/inspect/debug.js'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, wordFlag} from '../flags/flag-types.js'

const COMMON = {
  output: wordFlag({
    what: 'output format',
    words: ['json', 'yaml', 'name', 'wide'],
    char: 'o',
    summary: 'json, yaml: the part alone, as data; name: the object',
  }),
  'show-status': boolFlag({summary: 'show the status'}),
  'show-history': boolFlag({summary: 'show the history of reconciliations'}),
}

export class DebugKustomization extends BaseCommand {
  static override summary = 'Show what the controller sees of a Kustomization; values of Secrets are shown'
  static override usage = 'debug kustomization NAME [flags]'
  static override arity = 1
  static override examples = ['flux debug kustomization apps --show-status', 'flux debug kustomization apps --show-vars']
  static override aliases = ['debug:ks']
  static override flags = {...COMMON, 'show-vars': boolFlag({summary: 'show the variables of post-build substitution'})}

  execute(session: Session<Interfaces.InferredFlags<typeof DebugKustomization.flags>>): Promise<void> {
    return show(session, 'Kustomization', ['status', 'vars', 'history'])
  }
}

export class DebugHelmRelease extends BaseCommand {
  static override summary = 'Show what the controller sees of a HelmRelease; values of Secrets are shown'
  static override usage = 'debug helmrelease NAME [flags]'
  static override arity = 1
  static override examples = ['flux debug helmrelease db -n apps --show-values > values.yaml']
  static override aliases = ['debug:hr']
  static override flags = {...COMMON, 'show-values': boolFlag({summary: 'show the values after all references are resolved'})}

  execute(session: Session<Interfaces.InferredFlags<typeof DebugHelmRelease.flags>>): Promise<void> {
    return show(session, 'HelmRelease', ['status', 'values', 'history'])
  }
}

async function show(session: Session, kind: 'Kustomization' | 'HelmRelease', parts: readonly DebugPart[]): Promise<void> {
  const {flags, args, host} = session
  const name = args[0]!
  const [part, other] = parts.filter((word) => (flags as Readonly<Record<string, unknown>>)[`show-${word}`])
  if (!part || other) {
    const [first, second, third] = parts.map((word) => `--show-${word}`)
    throw new FluxError('usage', `exactly one of ${first}, ${second}, or ${third} must be set`)
  }
  const namespace = await session.namespace()
  const {ctx} = await session.cluster()
  const {debug} = await import('../../lib/actions/inspect/debug.js')
  const {renderDebug} = await import('../../lib/output/debug.js')
  const view = await debug(ctx, kind, {name, namespace, part})
  const format = (flags as {output?: 'json' | 'yaml' | 'name' | 'wide'}).output
  if (format === 'name') {
    const {renderNames} = await import('../../lib/output/objects.js')
    const {apiVersionOf, kindRow} = await import('../../lib/kinds/registry.js')
    return host.out.data(renderNames([{apiVersion: apiVersionOf(kindRow(kind)!), kind, name}]))
  }
  // nothing is shortened anyway
  await host.out.data(await renderDebug(view, format === 'wide' ? undefined : format))
}
