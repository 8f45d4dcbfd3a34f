import {KINDS} from '../../lib/kinds/registry.js'
import {commandsFor, verb, withArticle} from '../define.js'
import {boolFlag} from '../flags/flag-types.js'
import {confirm} from '../line/confirm.js'
import {requireName} from '../line/require-name.js'

const deleteVerb = verb({
  name: 'delete',
  summary: (kind) => `Delete ${withArticle(kind)} object`,
  examples: () => ['webapp', 'webapp -n apps --silent'],
  flags: {silent: boolFlag({char: 's', summary: 'delete without asking'})},
  async run(session, kind) {
    const {flags, args, host} = session
    requireName(args.length > 0, kind.human)
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {deleteObject} = await import('../../lib/actions/verbs/delete.js')
    const question = `Are you sure you want to delete this ${kind.human}`
    const confirmed = async () => flags.silent || (await confirm(host, question)) === 'yes'
    await deleteObject(ctx, kind, {namespace, name: args[0]!, confirmed})
  },
})

export const DELETE_COMMANDS = commandsFor(deleteVerb, KINDS)
