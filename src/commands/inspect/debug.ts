import type {Interfaces} from '@oclif/core'
import type {DebugPart} from '../../lib/actions/inspect/debug.js'
import {FluxError} from '../../lib/errors/flux-error.js'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, wordFlag} from '../flags/flag-types.js'

const COMMON = {
  output: wordFlag({what: 'output format', words: ['json', 'yaml'], char: 'o', summary: 'the part alone, as data'}),
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
  const format = (flags as {output?: 'json' | 'yaml'}).output
  await host.out.data(await renderDebug(await debug(ctx, kind, {name, namespace, part}), format))
}
