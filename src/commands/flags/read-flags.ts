import type {Interfaces} from '@oclif/core'
import type {GetOptions} from '../../lib/actions/verbs/get.js'
import type {Session} from '../base.js'
import {boolFlag, textFlag, wordFlag} from './flag-types.js'

/** The flags of `flux get` and everything below it (cli reference 4.1). */
export const READ_FLAGS = {
  'all-namespaces': boolFlag({char: 'A', summary: 'list the objects of all namespaces'}),
  'no-header': boolFlag({summary: 'leave the header out of the table'}),
  watch: boolFlag({char: 'w', summary: 'go on and show every change'}),
  'status-selector': textFlag({summary: 'show only objects with this condition, e.g. ready=false'}),
  'label-selector': textFlag({char: 'l', summary: 'show only objects with these labels'}),
}

/** `-o` of every command that reads. */
export const OUTPUT_FLAG = () =>
  wordFlag({what: 'output format', words: ['json', 'yaml', 'name', 'wide'], char: 'o', summary: 'output format'})

/** What an action needs to know of these flags. */
export async function readOptions(session: Session<Interfaces.InferredFlags<typeof READ_FLAGS>>): Promise<GetOptions> {
  const {flags, args} = session
  const namespace = await session.namespace()
  return {
    namespace: flags['all-namespaces'] ? undefined : namespace,
    name: args[0],
    labelSelector: flags['label-selector'],
    statusSelector: flags['status-selector'],
  }
}
