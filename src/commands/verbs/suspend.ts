import {KINDS} from '../../lib/kinds/registry.js'
import {commandsFor, verb, withArticle} from '../define.js'
import {boolFlag} from '../flags/flag-types.js'
import {sayNextSteps} from '../line/meant/say-next-steps.js'
import {requireName} from '../line/require-name.js'

const all = (what: string) => boolFlag({summary: `${what} all objects of the namespace`})

const suspendVerb = verb({
  name: 'suspend',
  summary: (kind) => `Suspend the reconciliation of ${withArticle(kind)}`,
  examples: () => ['webapp', '--all -n apps'],
  flags: {all: all('suspend')},
  async run(session, kind) {
    requireName(session.args.length > 0 || session.flags.all, kind.human)
    const {ctx} = await session.cluster()
    const {suspend} = await import('../../lib/actions/verbs/suspend.js')
    const options = {namespace: await session.namespace(), names: session.args, all: session.flags.all}
    await sayNextSteps(session, ['suspend', ...kind.words], await suspend(ctx, kind, options))
  },
})

const resumeVerb = verb({
  name: 'resume',
  summary: (kind) => `Resume the reconciliation of a suspended ${kind.kind}`,
  examples: () => ['webapp', '--all -n apps --wait'],
  flags: {all: all('resume'), wait: boolFlag({summary: 'wait for the end of each reconciliation'})},
  async run(session, kind) {
    requireName(session.args.length > 0 || session.flags.all, kind.human)
    const {ctx} = await session.cluster()
    const {resume} = await import('../../lib/actions/verbs/suspend.js')
    const {flags} = session
    const wait = session.given.has('wait') ? flags.wait : undefined
    const options = {namespace: await session.namespace(), names: session.args, all: flags.all, wait}
    await sayNextSteps(session, ['resume', ...kind.words], await resume(ctx, kind, options))
  },
})

export const SUSPEND_COMMANDS = commandsFor(suspendVerb, KINDS)
export const RESUME_COMMANDS = commandsFor(resumeVerb, KINDS)
