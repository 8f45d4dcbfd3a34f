export {type ImportReport, importLines} from './import/import-report.js'
export type {ImportFile} from './import/read-export.js'
export {type ApiServer, type ApiServerOptions, startApiServer} from './server.js'
export {parseScenario, type ScenarioRule} from './workloads/scenario.js'
