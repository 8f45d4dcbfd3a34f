/**
 * Helm with a post-renderer that builds one kustomization after the other and puts labels and annotations on what comes out, all
 * by the libraries: as helm-controller has them.
 */
export const PROGRAM = `package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
	"sigs.k8s.io/kustomize/api/builtins"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// What is put on all objects.
type marks struct{ Labels, Annotations map[string]string }

type question struct {
	Files          map[string]string
	Kustomizations []json.RawMessage
	Marks          []marks
	Strategy       action.PostRenderStrategy
}

func built(text, kustomization []byte) (resmap.ResMap, error) {
	tree := filesys.MakeFsInMemory()
	tree.WriteFile("kustomization.yaml", kustomization)
	tree.WriteFile("all.yaml", text)
	return krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(tree, ".")
}

func (m marks) on(text []byte) (resmap.ResMap, error) {
	objects, err := resmap.NewFactory(provider.NewDefaultDepProvider().GetResourceFactory()).NewResMapFromBytes(text)
	if err == nil && m.Labels != nil {
		at := []types.FieldSpec{{Path: "metadata/labels", CreateIfNotPresent: true}}
		err = (&builtins.LabelTransformerPlugin{Labels: m.Labels, FieldSpecs: at}).Transform(objects)
	}
	if err == nil && m.Annotations != nil {
		at := []types.FieldSpec{{Path: "metadata/annotations", CreateIfNotPresent: true}}
		err = (&builtins.AnnotationsTransformerPlugin{Annotations: m.Annotations, FieldSpecs: at}).Transform(objects)
	}
	return objects, err
}

func (q question) Run(in *bytes.Buffer) (*bytes.Buffer, error) {
	text := in.Bytes()
	take := func(objects resmap.ResMap, err error) error {
		if err == nil {
			text, err = objects.AsYaml()
		}
		return err
	}
	for _, kustomization := range q.Kustomizations {
		if err := take(built(text, kustomization)); err != nil {
			return nil, err
		}
	}
	for _, m := range q.Marks {
		if err := take(m.on(text)); err != nil {
			return nil, err
		}
	}
	return bytes.NewBuffer(text), nil
}

func (q question) answer() (answer map[string]string) {
	defer func() {
		if cause := recover(); cause != nil {
			answer = map[string]string{"fault": fmt.Sprint("panic: ", cause)}
		}
	}()
	c := &chart.Chart{Metadata: &chart.Metadata{Name: "chart", Version: "1.0.0", APIVersion: "v2"}}
	for name, text := range q.Files {
		c.Templates = append(c.Templates, &common.File{Name: name, Data: []byte(text)})
	}
	install := action.NewInstall(action.NewConfiguration())
	install.DryRunStrategy = action.DryRunClient
	install.ReleaseName, install.Namespace, install.Replace = "rel", "default", true
	install.PostRenderer, install.PostRenderStrategy = q, q.Strategy
	found, err := install.RunWithContext(context.Background(), c, map[string]any{})
	if err != nil {
		return map[string]string{"fault": err.Error()}
	}
	made := found.(*release.Release)
	text := strings.TrimSpace(made.Manifest) + "\\n"
	for _, h := range made.Hooks {
		text += fmt.Sprintf("---\\n# Source: %s\\n%s\\n", h.Path, h.Manifest)
	}
	return map[string]string{"stdout": text}
}

func main() {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		panic(err)
	}
	answers := []map[string]string{}
	for _, q := range questions {
		answers = append(answers, q.answer())
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.Encode(answers)
}
`

/** what helm 4.3.1 and kustomize 5.8.1 are made of */
export const MODULES = 'module oracle\n\ngo 1.26\n\nrequire (\n\thelm.sh/helm/v4 v4.3.1\n\tsigs.k8s.io/kustomize/api v0.21.1\n)\n'
