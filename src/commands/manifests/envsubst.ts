import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag} from '../flags/flag-types.js'

export class Envsubst extends BaseCommand {
  static override summary = 'Replace variables of the environment in what is piped in'
  static override usage = 'envsubst [flags]'
  static override arity = 0
  static override examples = ['kustomize build . | flux envsubst --strict']
  static override flags = {strict: boolFlag({summary: 'fail for a variable that is not set and has no default'})}

  async execute({host, flags}: Session<Interfaces.InferredFlags<typeof Envsubst.flags>>): Promise<void> {
    const {envsubst} = await import('../../lib/actions/envsubst.js')
    await envsubst(host.input.bytes(), {env: host.env, strict: flags.strict}, (line) => host.out.data(line))
  }
}
