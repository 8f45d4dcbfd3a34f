import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from './base.js'
import {durationFlag, intFlag, textFlag} from './flags/flag-types.js'

export class TriggerReceiver extends BaseCommand {
  static override summary = 'Call the webhook of a Receiver'
  static override usage = 'trigger receiver NAME --url ADDRESS [flags]'
  static override arity = 1
  static override examples = ['flux trigger receiver webapp --url https://flux.example.com --token "$TOKEN"']
  static override flags = {
    url: textFlag({summary: 'address of the webhook receiver, without /hook/...'}),
    type: textFlag({default: 'generic', summary: 'type of the Receiver: generic, generic-hmac or generic-oidc'}),
    token: textFlag({summary: 'token of the Receiver, for generic and generic-hmac'}),
    payload: textFlag({default: '{}', summary: 'what is sent'}),
    'oidc-provider': textFlag({summary: 'where the identity token comes from: github or forgejo'}),
    'oidc-token': textFlag({summary: 'identity token (default $FLUX_TRIGGER_RECEIVER_OIDC_TOKEN)'}),
    'oidc-audience': textFlag({summary: 'audience of the identity token (default notification-controller)'}),
    retries: intFlag({default: 10, summary: 'how often to try again'}),
    'retry-delay': durationFlag({default: 10_000, text: '10s', summary: 'how long to wait before trying again'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof TriggerReceiver.flags>>): Promise<void> {
    const {flags, args, host} = session
    const name = args[0]!
    const {openHttpTools} = await import('../lib/wiring/http-tools.js')
    const {triggerReceiver} = await import('../lib/actions/trigger/trigger-receiver.js')
    const namespace = await session.namespace()
    const {http, clock, close} = openHttpTools(host)
    try {
      const signal = AbortSignal.any([host.signal, clock.timeout(flags.timeout)])
      const ctx = {http, clock, signal, out: host.out, env: host.env, hide: host.redactor.add}
      await triggerReceiver(ctx, {...flags, name, namespace, version: host.pjson.fluxVersion})
    } finally {
      close()
    }
  }
}
