import type {ControllerSettings} from './controllers.js'

/**
 * Settings as the fleet's Deployment of kustomize-controller has them in its arguments (lockdown patches), where the
 * command line says nothing. Repeated flags: the last one wins, as in the controllers.
 */
export function settingsWithArgs(settings: ControllerSettings, args: readonly string[]): ControllerSettings {
  const flags = new Map<string, string>()
  for (const arg of args) {
    const match = /^--?([a-z0-9-]+)(?:=(.*))?$/s.exec(arg)
    if (match) flags.set(match[1]!, match[2] ?? 'true')
  }
  const isOn = (name: string) => ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(flags.get(name) ?? '')
  return {
    ...settings,
    noCrossNamespaceRefs: settings.noCrossNamespaceRefs || isOn('no-cross-namespace-refs'),
    noRemoteBases: settings.noRemoteBases || isOn('no-remote-bases'),
    defaultServiceAccount: settings.defaultServiceAccount || (flags.get('default-service-account') ?? ''),
  }
}

/** The settings that differ, as flags, for a line of progress. */
export function changedSettings(before: ControllerSettings, after: ControllerSettings): string[] {
  return [
    ...(after.noCrossNamespaceRefs && !before.noCrossNamespaceRefs ? ['--no-cross-namespace-refs'] : []),
    ...(after.noRemoteBases && !before.noRemoteBases ? ['--no-remote-bases'] : []),
    ...(after.defaultServiceAccount !== before.defaultServiceAccount
      ? [`--default-service-account=${after.defaultServiceAccount}`]
      : []),
  ]
}
