import type {Interfaces} from '@oclif/core'
import {KINDS} from '../../lib/kinds/registry.js'
import {commandsFor, verb, withArticle} from '../define.js'
import {boolFlag} from '../flags/flag-types.js'
import {requireName} from '../line/require-name.js'

const reconcileVerb = verb({
  name: 'reconcile',
  summary: (kind) => `Reconcile ${withArticle(kind)} now`,
  examples: ({withSource, requests}) => [
    'webapp',
    ...(withSource ? ['webapp --with-source'] : []),
    ...(requests?.['force'] ? ['webapp --force'] : []),
  ],
  flags: {},
  flagsFor: (kind): Interfaces.FlagInput => ({
    ...(kind.withSource && {'with-source': boolFlag({summary: 'reconcile its source first'})}),
    ...Object.fromEntries(Object.entries(kind.requests ?? {}).map(([name, {summary}]) => [name, boolFlag({summary})])),
  }),
  async run(session, kind) {
    requireName(session.args.length > 0, kind.kind)
    const {ctx} = await session.cluster()
    const {reconcile} = await import('../../lib/actions/verbs/reconcile.js')
    const flags = session.flags as Record<string, unknown>
    await reconcile(ctx, kind, {
      namespace: await session.namespace(),
      name: session.args[0]!,
      withSource: flags['with-source'] === true,
      requests: Object.keys(kind.requests ?? {}).filter((name) => flags[name] === true),
    })
  },
})

export const RECONCILE_COMMANDS = commandsFor(reconcileVerb, KINDS)
