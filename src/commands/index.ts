import type {Command} from '@oclif/core'
import {KINDS} from '../lib/kinds/registry.js'
import {BootstrapBitbucketServer} from './bootstrap/bitbucket-server.js'
import {BootstrapGit} from './bootstrap/git.js'
import {BootstrapGitea} from './bootstrap/gitea.js'
import {BootstrapGitHub} from './bootstrap/github.js'
import {BootstrapGitLab} from './bootstrap/gitlab.js'
import {BUILD_COMMANDS} from './build-commands.js'
import {COMPLETION_COMMANDS} from './completion/scripts.js'
import {CONTROLLER_COMMANDS} from './controller/controllers.js'
import {CREATE_COMMANDS} from './create/index.js'
import {commandsFor} from './define.js'
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
import {deleteVerb} from './verbs/delete.js'
import {exportVerb} from './verbs/export.js'
import {ExportAll} from './verbs/export-all.js'
import {getVerb} from './verbs/get.js'
import {getAllCommand} from './verbs/get-all.js'
import {reconcileVerb} from './verbs/reconcile.js'
import {resumeVerb, suspendVerb} from './verbs/suspend.js'
import {Version} from './version.js'

const SOURCES = KINDS.filter((row) => row.listWords[0] === 'sources')
const IMAGES = KINDS.filter((row) => row.listWords[0] === 'images')
const IN_ALL = KINDS.filter((row) => !row.notInAll)

/** Every command by its id: words joined by `:` (oclif's explicit strategy). */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  ...commandsFor(getVerb, KINDS),
  'get:all': getAllCommand('get:all', 'Get the statuses of all Flux objects', IN_ALL, []),
  'get:sources:all': getAllCommand('get:sources:all', 'Get all source statuses', SOURCES, ['get:source:all']),
  'get:images:all': getAllCommand('get:images:all', 'Get all image object statuses', IMAGES, ['get:image:all']),
  ...commandsFor(exportVerb, KINDS),
  'export:all': ExportAll as unknown as Command.Class,
  ...commandsFor(deleteVerb, KINDS),
  ...commandsFor(reconcileVerb, KINDS),
  ...commandsFor(suspendVerb, KINDS),
  ...commandsFor(resumeVerb, KINDS),
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
