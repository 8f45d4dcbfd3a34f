import {execFileSync, spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {TemplateCase} from './case.js'

/** What Go says: text or an error. */
export interface OracleAnswer {
  readonly output?: string
  readonly error?: string
}

/** for what Go cannot finish */
export const TOO_LONG = 'too long'

const PROGRAM = `package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

func main() {
	var cases []struct {
		Template, Missing string
		Values            any
	}
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []map[string]string{}
	for _, c := range cases {
		text, err := run(c.Template, c.Missing, c.Values)
		if err != nil {
			answers = append(answers, map[string]string{"error": err.Error()})
		} else {
			answers = append(answers, map[string]string{"output": text})
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.Encode(answers)
}

func run(text, missing string, values any) (string, error) {
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	if missing == "" {
		missing = "zero"
	}
	root := template.New("gotpl").Funcs(functions).Option("missingkey=" + missing)
	main, err := root.New("main").Parse(text)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = main.Execute(&out, values)
	if out.Len() > 1<<20 {
		return "", errors.New("too long")
	}
	return out.String(), err
}
`
/** what helm 4.3.1 is built with */
const MODULES = `module oracle

go 1.26

require (
	dario.cat/mergo v1.0.1
	github.com/Masterminds/semver/v3 v3.5.0
	github.com/Masterminds/sprig/v3 v3.3.0
	github.com/huandu/xstrings v1.5.0
	github.com/shopspring/decimal v1.4.0
	github.com/spf13/cast v1.7.0
)
`

/** Helm's own engine: the template is a file of a chart, the values are its values. */
const HELM_PROGRAM = `package main

import (
	"encoding/json"
	"os"

	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/engine"
)

func main() {
	var cases []struct {
		Template, Missing string
		Values            map[string]any
	}
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []map[string]string{}
	for _, c := range cases {
		file := &common.File{Name: "templates/main", Data: []byte(c.Template)}
		chrt := &chart.Chart{Metadata: &chart.Metadata{Name: "c", Version: "1.0.0", APIVersion: "v2"}, Templates: []*common.File{file}}
		chrt.Files = []*common.File{{Name: "f.txt", Data: []byte("one\\ntwo\\n")}}
		release := map[string]any{"Name": "r", "Namespace": "default", "Revision": 1, "IsInstall": true, "IsUpgrade": false, "Service": "Helm"}
		values := map[string]any{"Values": common.Values(c.Values), "Release": release, "Capabilities": common.DefaultCapabilities}
		rendered, err := engine.Engine{Strict: c.Missing == "error"}.Render(chrt, values)
		if err != nil {
			answers = append(answers, map[string]string{"error": err.Error()})
		} else {
			answers = append(answers, map[string]string{"output": rendered["c/templates/main"]})
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.Encode(answers)
}
`
const HELM_MODULES = 'module oracle\n\ngo 1.26\n\nrequire helm.sh/helm/v4 v4.3.1\n'

/** Builds the program that answers, Go's or Helm's; gives the function that asks it. */
export function buildOracle(folder: string, of: 'go' | 'helm' = 'go'): (cases: readonly TemplateCase[]) => OracleAnswer[] {
  writeFileSync(join(folder, 'main.go'), of === 'go' ? PROGRAM : HELM_PROGRAM)
  writeFileSync(join(folder, 'go.mod'), of === 'go' ? MODULES : HELM_MODULES)
  execFileSync('go', ['build', '-mod=mod', '-o', 'oracle', '.'], {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']})
  const ask = (cases: readonly TemplateCase[]): OracleAnswer[] => {
    const {stdout, stderr, status} = spawnSync(join(folder, 'oracle'), {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: {...process.env, TZ: 'UTC'},
    })
    if (status === 0) return JSON.parse(stdout) as OracleAnswer[]
    if (status !== null) throw new Error(stderr.slice(0, 2000))
    // one of them took all the memory: the others are asked again
    if (cases.length === 1) return [{error: TOO_LONG}]
    const half = cases.length >> 1
    return [...ask(cases.slice(0, half)), ...ask(cases.slice(half))]
  }
  return ask
}
