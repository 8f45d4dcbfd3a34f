import {FluxError} from '../../../errors/flux-error.js'
import type {HostProvider} from '../../../ports/git-hosts.js'
import {failed} from '../steps/repository.js'

export interface Place {
  readonly provider: HostProvider
  readonly owner: string
  /** sub-organisations may stand in front of the name */
  readonly repository: string
  readonly personal: boolean
}

/**
 * What names no repository of that host is refused before the host is asked, as by flux (go-git-providers, repositoryref.go);
 * `domain` is the host as messages name it.
 */
export function checkPlace({provider, owner, repository, personal}: Place, domain: string): void {
  const parts = repository.split('/')
  const subs = personal ? [] : parts.slice(0, -1)
  const name = parts.at(-1) ?? ''
  const origin = domain.startsWith('http') ? domain : `https://${domain}`
  const shown = JSON.stringify([origin, owner, ...subs, name].join('/'))
  // Bitbucket's client looks for the project first
  if (provider === 'bitbucket-server' && !personal) {
    const fault = owner === '' ? required('OrganizationRef', 'Organization') : noSubs('stash', subs)
    if (fault)
      throw refused(`failed to create new Git repository ${JSON.stringify(repository)}: failed to get Git organization`, fault)
  }
  const ref = personal ? 'UserRepositoryRef' : 'OrgRepositoryRef'
  const missing = [
    ...(owner === '' ? [required(ref, personal ? 'UserLogin' : 'Organization')] : []),
    ...(name === '' ? [required(ref, 'RepositoryName')] : []),
  ]
  const fault =
    missing.length > 1 ? `multiple errors occurred: \n- ${missing.join('\n- ')}` : (missing[0] ?? noSubs(provider, subs))
  if (fault) throw refused(`failed to get Git repository ${shown}: provider error`, fault)
}

const required = (ref: string, field: string) => `validation error for ${ref}.${field}: field is required`

function noSubs(client: string, subs: readonly string[]): string | undefined {
  return subs.length > 0 ? `${client} doesn't support sub-organizations: no provider support for this feature` : undefined
}

function refused(words: string, fault: string): FluxError {
  const flags = [
    ...(/\.(?:Organization|UserLogin):/.test(fault) ? ['--owner'] : []),
    ...(/\.RepositoryName:/.test(fault) ? ['--repository'] : []),
  ]
  const hint =
    flags.length > 0 ? `give ${flags.join(' and ')}` : 'give the name of the repository alone: --owner says whose it is'
  return failed(words, new FluxError('usage', fault, {hints: [hint]}))
}
