import type {Command, Interfaces} from '@oclif/core'
import type {CreateContext, CreateOptions} from '../../lib/actions/create/context.js'
import {BaseCommand, fluxNamespace, type Session} from '../base.js'
import {boolFlag, durationFlag, listFlag} from '../flags/flag-types.js'
import {confirm} from '../line/confirm.js'

/** The flags of `flux create` and everything below it (cli reference 5.1). */
const CREATE_FLAGS = {
  export: boolFlag({summary: 'print the object as YAML instead of applying it'}),
  interval: durationFlag({default: 60_000, text: '1m0s', summary: 'how often the object is reconciled'}),
  label: listFlag({delimiter: ',', summary: 'label of the object, e.g. team=web, can be repeated'}),
}

/** One command below `flux create`. */
interface CreateSpec<F extends Interfaces.FlagInput> {
  /** words after `create` */
  readonly words: string
  readonly alias?: string
  readonly summary: string
  readonly examples: readonly string[]
  readonly flags: F
  run(ctx: CreateContext, options: CreateOptions & Omit<Interfaces.InferredFlags<F>, keyof CreateOptions>): Promise<void>
}

/** The command by its id; it checks the name, as all of them do, and knows of no namespace rule (cli reference 1.3). */
export function createCommand<F extends Interfaces.FlagInput>(spec: CreateSpec<F>): Record<string, Command.Class> {
  const id = ['create', ...spec.words.split(' ')].join(':')
  const command = class extends BaseCommand {
    static override checksNamespace = false
    static override id = id
    static override summary = spec.summary
    static override examples = [...spec.examples]
    static override aliases = spec.alias ? [`create:${spec.alias}`] : []
    static override usage = `create ${spec.words} NAME [flags]`
    static override flags = {...CREATE_FLAGS, ...spec.flags}

    async execute(session: Session): Promise<void> {
      const {flags, args, host} = session
      const {objectName} = await import('../../lib/actions/create/object-name.js')
      const namespace = flags.namespace ?? fluxNamespace(host)
      const options = {...flags, name: objectName(args), namespace}
      await spec.run(await contextOf(session), options as unknown as Parameters<typeof spec.run>[1])
    }
  }
  return {[id]: command as unknown as Command.Class}
}

async function contextOf({host, cluster}: Session): Promise<CreateContext> {
  const {openCreateTools} = await import('../../lib/wiring/create-tools.js')
  const {out, signal, cwd} = host
  return {
    ...openCreateTools(host.tasks),
    ...{out, signal, cwd},
    cluster: async () => (await cluster()).ctx,
    confirm: async (label) => (await confirm(host, label)) === 'yes',
  }
}
