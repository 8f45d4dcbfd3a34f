import type {OwnCase} from '../admission-cases/kit.js'
import {access} from './access.js'
import {autoscalers} from './autoscalers.js'
import {bodies} from './bodies.js'
import {corners} from './corners.js'
import {crds} from './crds.js'
import {envelopes} from './envelopes.js'
import {gitops} from './gitops.js'
import {inMemory} from './in-memory.js'
import {kinds} from './kinds.js'
import {machinery} from './machinery.js'
import {merges} from './merges.js'
import {names} from './names.js'
import {nodes} from './nodes.js'
import {oddities} from './oddities.js'
import {paths} from './paths.js'
import {podParts} from './pod-parts.js'
import {rules} from './rules.js'
import {schemas} from './schemas.js'
import {signing} from './signing.js'
import {statuses} from './statuses.js'
import {strategies} from './strategies.js'
import {tables} from './tables.js'
import {versions} from './versions.js'
import {watching} from './watching.js'

/** Sequences of requests, by family. */
export const requestFamilies: Readonly<Record<string, readonly OwnCase[]>> = {
  access,
  autoscalers,
  bodies,
  corners,
  crds,
  envelopes,
  gitops,
  'in-memory': inMemory,
  kinds,
  machinery,
  merges,
  names,
  nodes,
  oddities,
  paths,
  'pod-parts': podParts,
  rules,
  schemas,
  signing,
  statuses,
  strategies,
  tables,
  versions,
  watching,
}
