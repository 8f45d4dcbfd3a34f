import type {Command} from '@oclif/core'
import {BootstrapBitbucketServer} from './bootstrap/bitbucket-server.js'
import {BootstrapGit} from './bootstrap/git.js'
import {BootstrapGitea} from './bootstrap/gitea.js'
import {BootstrapGitHub} from './bootstrap/github.js'
import {BootstrapGitLab} from './bootstrap/gitlab.js'
import {BUILD_COMMANDS} from './build-commands.js'
import {COMPLETION_COMMANDS} from './completion/scripts.js'
import {CONTROLLER_COMMANDS} from './controller/controllers.js'
import {CREATE_COMMANDS} from './create/index.js'
import {DebugHelmRelease, DebugKustomization} from './inspect/debug.js'
import {Events} from './inspect/events.js'
import {Logs} from './inspect/logs.js'
import {Stats} from './inspect/stats.js'
import {TraceObjects} from './inspect/trace.js'
import {TreeArtifactGenerator, TreeKustomization} from './inspect/tree.js'
import {Check} from './install/check.js'
import {Install} from './install/install.js'
import {Uninstall} from './install/uninstall.js'
import {ClusterStart, ClusterStatus, ClusterStop} from './local/cluster.js'
import {Run} from './local/run.js'
import {DiffKustomization} from './manifests/diff-kustomization.js'
import {Envsubst} from './manifests/envsubst.js'
import {Migrate} from './manifests/migrate.js'
import {Restore} from './manifests/restore.js'
import {TriggerReceiver} from './trigger-receiver.js'
import {DELETE_COMMANDS} from './verbs/delete.js'
import {EXPORT_COMMANDS} from './verbs/export-commands.js'
import {GET_COMMANDS} from './verbs/get-commands.js'
import {RECONCILE_COMMANDS} from './verbs/reconcile.js'
import {RESUME_COMMANDS, SUSPEND_COMMANDS} from './verbs/suspend.js'
import {Version} from './version.js'

/** Every command by its id: words joined by `:` (oclif's explicit strategy). */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  ...GET_COMMANDS,
  ...EXPORT_COMMANDS,
  ...DELETE_COMMANDS,
  ...RECONCILE_COMMANDS,
  ...SUSPEND_COMMANDS,
  ...RESUME_COMMANDS,
  ...CREATE_COMMANDS,
  ...COMPLETION_COMMANDS,
  ...CONTROLLER_COMMANDS,
  ...BUILD_COMMANDS,
  'cluster:start': ClusterStart as unknown as Command.Class,
  'cluster:stop': ClusterStop as unknown as Command.Class,
  'cluster:status': ClusterStatus as unknown as Command.Class,
  run: Run as unknown as Command.Class,
  'diff:kustomization': DiffKustomization as unknown as Command.Class,
  'bootstrap:git': BootstrapGit as unknown as Command.Class,
  'bootstrap:github': BootstrapGitHub as unknown as Command.Class,
  'bootstrap:gitlab': BootstrapGitLab as unknown as Command.Class,
  'bootstrap:gitea': BootstrapGitea as unknown as Command.Class,
  'bootstrap:bitbucket-server': BootstrapBitbucketServer as unknown as Command.Class,
  install: Install as unknown as Command.Class,
  uninstall: Uninstall as unknown as Command.Class,
  check: Check as unknown as Command.Class,
  envsubst: Envsubst as unknown as Command.Class,
  migrate: Migrate as unknown as Command.Class,
  restore: Restore as unknown as Command.Class,
  'tree:kustomization': TreeKustomization as unknown as Command.Class,
  'tree:artifact:generator': TreeArtifactGenerator as unknown as Command.Class,
  trace: TraceObjects as unknown as Command.Class,
  stats: Stats as unknown as Command.Class,
  'debug:kustomization': DebugKustomization as unknown as Command.Class,
  'debug:helmrelease': DebugHelmRelease as unknown as Command.Class,
  events: Events as unknown as Command.Class,
  logs: Logs as unknown as Command.Class,
  'trigger:receiver': TriggerReceiver as unknown as Command.Class,
  version: Version as unknown as Command.Class,
}
