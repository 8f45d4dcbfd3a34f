import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {GitWorkspace} from '../../../ports/git.js'
import type {BootstrapContext, BootstrapPlan} from '../bootstrap-plan.js'

const RETRY_MS = 2000
const AGENT_HINT = 'pass --private-key-file, or start an agent that has the key: eval "$(ssh-agent)" && ssh-add'
const LOGIN_HINT = 'check the user and the password or token, or whether the key may read and write the repository'

/** The branch of the repository; a second try after two seconds. */
export async function cloneRepository(ctx: BootstrapContext, plan: BootstrapPlan, quiet = false): Promise<GitWorkspace> {
  const {out, clock, signal} = ctx.cluster
  const {name, url, branch, auth} = plan.repository
  if (!quiet) out.action(`cloning branch ${JSON.stringify(branch)} from Git repository ${JSON.stringify(name)}`)
  for (let tries = 1; ; tries++) {
    try {
      const workspace = await ctx.git.open({url, branch, auth, signal})
      if (!quiet) out.success('cloned repository')
      return workspace
    } catch (error) {
      signal.throwIfAborted()
      out.warning(` clone failure: ${messageOf(error).trimEnd()}`)
      if (tries === 2) throw failed('failed to clone repository', error)
      await clock.sleep(RETRY_MS, signal)
    }
  }
}

/**
 * Commits and pushes what is new; `what` is `component` or `sync`. False when there was nothing.
 */
export async function commitAndPush(
  ctx: BootstrapContext,
  plan: BootstrapPlan,
  workspace: GitWorkspace,
  what: {readonly kind: 'component' | 'sync'; readonly message: string; readonly files: ReadonlyMap<string, string>},
): Promise<boolean> {
  const {out, clock, signal} = ctx.cluster
  const {author, appendix, sign} = plan.commit
  const sha = await workspace
    .commit({
      files: new Map([...what.files].map(([path, text]): [string, Uint8Array] => [path, Buffer.from(text)])),
      message: appendix === '' ? what.message : `${what.message}\n\n${appendix}`,
      author: {...author, when: Math.floor(clock.now() / 1000)},
      sign,
    })
    .catch((error: unknown) => {
      throw failed(`failed to commit ${what.kind} manifests`, error)
    })
  if (sha === undefined) {
    out.success(`${what.kind} manifests are up to date`)
    return false
  }
  out.success(`committed ${what.kind} manifests to ${JSON.stringify(plan.repository.branch)} (${JSON.stringify(sha)})`)
  out.action(`pushing ${what.kind} manifests to ${JSON.stringify(plan.repository.name)}`)
  await workspace.push(signal)
  return true
}

/** The same error with something said before it; its hints stay. */
export function failed(prefix: string, error: unknown): FluxError {
  const {code, hints} = error instanceof FluxError ? error : {code: 'bootstrap-failed', hints: []}
  return new FluxError(code, `${prefix}: ${messageOf(error).trimEnd()}`, {
    cause: error,
    // what a Git error says of Secrets is for those who read statuses
    hints: code === 'git-auth' ? [messageOf(error).includes('SSH_AUTH_SOCK') ? AGENT_HINT : LOGIN_HINT] : hints,
  })
}
