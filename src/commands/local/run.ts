import type {Interfaces} from '@oclif/core'
import {BaseCommand, connectOptions, type Session} from '../base.js'
import {loginFlags, RUN_FLAGS, refuseMismatch} from '../flags/run-flags.js'

type RunSession = Session<Interfaces.InferredFlags<typeof RUN_FLAGS>>

export class Run extends BaseCommand {
  static override summary = 'Run the controllers in this process and make a cluster match Git'
  static override usage = 'run [flags]'
  static override examples = [
    '$ flux run --embedded --source . --path clusters/production --once',
    '$ flux run --source https://git.example.com/fleet --branch main --path clusters/staging',
  ]
  static override windsDown = true
  static override flags = RUN_FLAGS

  async execute(session: RunSession): Promise<void> {
    const {host, flags, given} = session
    refuseMismatch(flags, given)
    const {openFleet} = await import('../../lib/wiring/fleet/fleet.js')
    const {controllerNames, runFleet} = await import('../../lib/actions/run/run-fleet.js')
    const namespace = await session.namespace()
    const controllers = controllerNames(flags.controllers ?? [])
    const connect = {...connectOptions(flags), env: host.env, out: host.out, signal: host.signal}
    const fleet = await openFleet({...flags, namespace, controllers, connect, host, logsShown: isLogging(given)})
    try {
      const login = loginFlags(flags, host.env)
      if (login.password) host.redactor.add(login.password)
      const where = flags.source === undefined ? undefined : await fleet.source(flags.source, flags)
      const source = where?.url === undefined ? where : {...where, login: {...login, cwd: host.cwd}}
      const report = await runFleet(fleet.ctx, {
        ...{
          namespace,
          version: host.pjson.fluxVersion,
          toolkitVersion: host.pjson.version,
          controllers,
          source,
        },
        ...{embedded: flags.embedded, path: flags.path, branch: flags.branch, once: flags.once, deadline: fleet.deadline},
        installCrds: flags['install-crds'],
        takeOver: flags['take-over'],
        settings: {
          concurrent: flags.concurrent,
          noCrossNamespaceRefs: flags['no-cross-namespace-refs'],
          noRemoteBases: flags['no-remote-bases'],
          defaultServiceAccount: flags['default-service-account'],
        },
      })
      const output = await import('../../lib/output/run-report.js')
      await host.out.data(await output.renderRunReport(report, flags.output as 'table'))
      if (flags.once) output.requireReady(report)
    } finally {
      await fleet.close()
    }
  }
}

/** Log lines are shown when somebody asked about them; they are kept for `flux logs` either way. */
const isLogging = (given: ReadonlySet<string>) => given.has('log-level') || given.has('log-encoding')
