import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {HostedRepository} from '../../../ports/git-hosts.js'
import type {ClusterContext} from '../bootstrap-plan.js'

const PERMISSIONS = ['pull', 'triage', 'push', 'maintain', 'admin']

/**
 * Gives teams access to the repository; those that have some keep theirs, but with `reconcile`. What fails is said and the rest
 * goes on: the answer is the teams that it failed for.
 */
export async function reconcileTeams(
  {out, signal}: Pick<ClusterContext, 'out' | 'signal'>,
  hosted: HostedRepository,
  {
    teams,
    permission: usual,
    reconcile,
  }: {readonly teams: readonly string[]; readonly permission: string; readonly reconcile: boolean},
): Promise<readonly string[]> {
  const wanted = wantedAccess(teams, usual)
  if (wanted.size === 0) return []
  out.action('reconciling repository permissions')
  const without: string[] = []
  for (const [team, permission] of wanted) {
    try {
      const has = await hosted.teamPermission(team)
      if (has === permission || (has !== undefined && !reconcile)) continue
      await hosted.grantTeam(team, permission)
      out.success(`granted ${JSON.stringify(permission)} permissions to ${JSON.stringify(team)}`)
    } catch (error) {
      signal.throwIfAborted()
      without.push(team)
      out.failure(`failed to grant ${JSON.stringify(permission)} permissions to ${JSON.stringify(team)}: ${messageOf(error)}`)
    }
  }
  out.success('reconciled repository permissions')
  return without
}

function wantedAccess(teams: readonly string[], usual: string): Map<string, string> {
  const wanted = new Map<string, string>()
  for (const text of teams) {
    const [team = '', permission = usual, ...more] = text.split(':')
    if (more.length > 0) wanted.set(text, usual)
    else wanted.set(team, permission || usual)
  }
  for (const [team, permission] of wanted) {
    if (PERMISSIONS.includes(permission)) continue
    const words = `invalid permission ${JSON.stringify(permission)} for team ${JSON.stringify(team)}`
    throw new FluxError('usage', `failed to reconcile repository team access: ${words}`)
  }
  return wanted
}
