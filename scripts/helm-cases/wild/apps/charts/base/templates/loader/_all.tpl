{{- define "base.loader.init" -}}
  {{- $_ := include "base.values.init" . -}}
{{- end -}}
{{- define "base.loader.all" -}}
  {{- include "base.loader.init" . -}}
  {{- include "base.loader.generate" . -}}
{{- end -}}
{{- define "base.values.init" -}}
  {{- if .Values.base -}}
    {{- $defaultValues := deepCopy .Values.base -}}
    {{- $userValues := deepCopy (omit .Values "base") -}}
    {{- $mergedValues := mustMergeOverwrite $defaultValues $userValues -}}
    {{- $_ := set . "Values" (deepCopy $mergedValues) -}}
  {{- end -}}
{{- end -}}
{{- define "base.loader.generate" -}}
  {{- $rootContext := . -}}
  {{- $controllers := (include "base.controllers.enabled" (dict "rootContext" $rootContext) | fromYaml) -}}
  {{- range $key := keys $controllers | sortAlpha -}}
    {{- $obj := get $controllers $key -}}
    {{- include "base.controllers.validate" (dict "rootContext" $rootContext "object" $obj) -}}
    {{- if eq $obj.type "deployment" -}}
      {{- include "base.classes.deployment" (dict "rootContext" $rootContext "object" $obj) | nindent 0 -}}
    {{- else if eq $obj.type "cronjob" -}}
      {{- include "base.classes.cronjob" (dict "rootContext" $rootContext "object" $obj) | nindent 0 -}}
    {{- end -}}
  {{- end -}}
  {{- range $key, $svc := .Values.service }}
    {{- $object := mustMerge (dict "identifier" $key "name" (printf "%s-%s" $rootContext.Release.Name $key)) $svc -}}
    {{- include "base.classes.service" (dict "rootContext" $rootContext "object" $object) | nindent 0 -}}
  {{- end -}}
  {{- range $key, $cm := .Values.configMaps }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ printf "%s-%s" $rootContext.Release.Name $key }}
data:
  {{- tpl (toYaml $cm.data) $rootContext | nindent 2 }}
  {{- end }}
  {{- range $name, $resource := .Values.rawResources }}
---
    {{- with $resource }}
apiVersion: {{ .apiVersion }}
kind: {{ .kind }}
metadata:
  name: {{ $name }}
  {{- with (merge (.labels | default dict) ($rootContext.Values.global.labels | default dict)) }}
  labels: {{- toYaml . | nindent 4 }}
  {{- end }}
{{ omit . "apiVersion" "kind" "labels" | toYaml }}
    {{- end }}
  {{- end }}
{{- end -}}
