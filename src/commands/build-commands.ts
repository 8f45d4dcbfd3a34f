import type {Command} from '@oclif/core'
import {BuildChart} from './build-chart.js'
import {BuildDir} from './build-dir.js'
import {BuildHelmRelease} from './build-helmrelease.js'
import {BuildKustomization} from './manifests/build-kustomization.js'

/** Every command below `flux build`, by id. */
export const BUILD_COMMANDS: Readonly<Record<string, Command.Class>> = {
  'build:chart': BuildChart as unknown as Command.Class,
  'build:dir': BuildDir as unknown as Command.Class,
  'build:helmrelease': BuildHelmRelease as unknown as Command.Class,
  'build:kustomization': BuildKustomization as unknown as Command.Class,
}
