{{- define "crds.annotations" -}}
{{- $defaults := dict "controller-gen.kubebuilder.io/version" "v0.16.5" -}}
{{- mergeOverwrite $defaults .Values.crds.annotations | toYaml -}}
{{- end -}}
