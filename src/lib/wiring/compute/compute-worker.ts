// The module that worker threads run: dist/compute-worker.cjs of the package.
import {serveTasks} from '../../adapters/system/compute/serve-tasks.js'
import {computeTasks} from './compute-tasks.js'

serveTasks(computeTasks())
