import {safePath} from '../create/safe-path.js'
import {boolFlag, durationFlag, listFlag, parsedFlag, textFlag} from '../flags/flag-types.js'
import {BOOTSTRAP_FLAGS} from './bootstrap-flags.js'

/** The flags of every `flux bootstrap` that asks a host for the repository; `teams` is the host's word for them. */
export function hostedFlags({host, hostname, owners}: {host: string; hostname: string; owners: string}) {
  return {
    ...BOOTSTRAP_FLAGS,
    owner: textFlag({default: '', summary: owners}),
    repository: textFlag({default: '', summary: 'name of the repository; it is made when there is none'}),
    interval: durationFlag({default: 60_000, text: '1m0s', summary: 'how often the repository is looked at'}),
    personal: boolFlag({summary: 'the owner is a user'}),
    private: boolFlag({default: true, summary: 'a new repository is private'}),
    hostname: textFlag({default: hostname, summary: `host of ${host}`}),
    path: parsedFlag({default: '', helpValue: 'path', summary: 'folder of the cluster in the repository'}, safePath),
    'read-write-key': boolFlag({summary: 'the deploy key may also write'}),
    reconcile: boolFlag({summary: 'teams that have access get the one of --team'}),
  }
}

/** `--team`, under the host's word for it. */
export const teamFlag = (summary: string) => listFlag({delimiter: ',', summary})
