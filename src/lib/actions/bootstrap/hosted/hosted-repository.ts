import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {GitHost, HostedRepository, HostVisibility} from '../../../ports/git-hosts.js'
import type {ClusterContext} from '../bootstrap-plan.js'
import {failed} from '../steps/repository.js'
import {checkPlace, type Place} from './check-place.js'

/** The repository at its host, made when there is none (cli reference 3.1, step 3). */
export async function hostedRepository(
  {out}: Pick<ClusterContext, 'out'>,
  host: GitHost,
  options: Place & {readonly visibility: HostVisibility},
): Promise<{hosted: HostedRepository; shown: string}> {
  out.action(`connecting to ${host.domain}`)
  checkPlace(options, host.domain)
  const shown = await host.address().catch((error: unknown) => {
    throw failed(`failed to create new Git repository ${JSON.stringify(options.repository)}`, error)
  })
  const quoted = JSON.stringify(shown)
  const found = await host.find().catch((error: unknown) => {
    throw failed(`failed to get Git repository ${quoted}: provider error`, error)
  })
  if (found) return {hosted: found, shown}
  const hosted = await host.create(options.visibility).catch((error: unknown) => {
    throw failed(`failed to create new Git repository ${quoted}`, wrongOwner(error, options.owner))
  })
  out.success(`repository ${quoted} created`)
  return {hosted, shown}
}

function wrongOwner(error: unknown, owner: string): unknown {
  if (!(error instanceof FluxError) || error.code !== 'wrong-owner') return error
  const words = `the specified owner '${owner}' doesn't match the identity associated with the given token`
  return new FluxError(error.code, words, {
    cause: error,
    hints: [`${messageOf(error)}; without --personal the owner is an organisation`],
  })
}
