{{- define "common.values.init" -}}
  {{- if .Values.common -}}
    {{- $defaultValues := deepCopy .Values.common -}}
    {{- $userValues := deepCopy (omit .Values "common") -}}
    {{- $mergedValues := mustMergeOverwrite $defaultValues $userValues -}}
    {{- $_ := set . "Values" (deepCopy $mergedValues) -}}
  {{- end -}}
{{- end -}}
{{- define "common.loader.init" -}}{{- include "common.values.init" . }}{{- end -}}

{{- define "common.lib.determineResourceNameFromValues" -}}
  {{- $root := .rootContext -}}
  {{- $id := .id -}}
  {{- $objectValues := .values -}}
  {{- $itemCount := .itemCount -}}
  {{- $name := include "common.lib.fullname" $root -}}
  {{- if $objectValues.forceRename -}}
    {{- $name = tpl $objectValues.forceRename $root -}}
  {{- else -}}
    {{- if not (empty (dig "prefix" nil $objectValues)) -}}{{- $name = printf "%s-%s" (tpl $objectValues.prefix $root) $name -}}{{- end -}}
    {{- if not (empty (dig "suffix" nil $objectValues)) -}}
      {{- $name = printf "%s-%s" $name (tpl $objectValues.suffix $root) -}}
    {{- else if or (gt (int $itemCount) 1) (get ($root.Values.global | default dict) "alwaysAppendIdentifierToResourceName") -}}
      {{- if not (eq $name $id) -}}{{- $name = printf "%s-%s" $name $id -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $name | lower | trunc 63 | trimAll "-" -}}
{{- end -}}
{{- define "common.lib.fullname" -}}
  {{- $name := default .Chart.Name (dig "nameOverride" "" (.Values.global | default dict)) -}}
  {{- with (.Values.global).fullnameOverride -}}{{- $name = tpl . $ -}}{{- else -}}{{- $name = ternary $.Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}{{- end -}}
  {{- $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "common.lib.enabled" -}}
  {{- $enabled := dict -}}
  {{- range $id, $res := .resources -}}
    {{- if kindIs "map" $res -}}
      {{- $on := true -}}
      {{- if hasKey $res "enabled" -}}
        {{- $on = $res.enabled -}}
        {{- if kindIs "string" $on -}}
          {{- $on = tpl $on $.rootContext -}}
          {{- if eq $on "true" -}}{{- $on = true -}}{{- else if eq $on "false" -}}{{- $on = false -}}{{- end -}}
        {{- end -}}
        {{- if not (kindIs "bool" $on) -}}{{- fail (printf "enabled of %s is a %s: %#v" $id (typeOf $on) $on) -}}{{- end -}}
      {{- end -}}
      {{- if $on -}}{{- $enabled = merge (dict $id $res) $enabled -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- toYaml $enabled -}}
{{- end -}}
{{- define "common.lib.metadata" -}}
  {{- $root := .rootContext -}}
  {{- $labels := merge ((.values).labels | default dict) (dict "app.kubernetes.io/name" $root.Chart.Name "app.kubernetes.io/instance" $root.Release.Name) (($root.Values.global).labels | default dict) -}}
labels:
  {{- range $k, $v := $labels }}
  {{ $k }}: {{ tpl (toString $v) $root | quote }}
  {{- end }}
  {{- with merge ((.values).annotations | default dict) (($root.Values.global).annotations | default dict) }}
annotations:
    {{- range $k, $v := . }}
  {{ $k }}: {{ tpl ($v | toString) $root | toYaml | nindent 4 | trim }}
    {{- end }}
  {{- end }}
{{- end -}}
{{- define "common.lib.valueToObject" -}}
  {{- $objectValues := .values -}}
  {{- if and (hasKey . "defaults") .defaults -}}{{- $objectValues = mustMerge (deepCopy .values) (deepCopy .defaults) -}}{{- end -}}
  {{- $_ := set $objectValues "identifier" .id -}}
  {{- $_ := set $objectValues "name" (include "common.lib.determineResourceNameFromValues" (dict "rootContext" .rootContext "id" .id "values" .values "itemCount" .itemCount)) -}}
  {{- $objectValues | toYaml -}}
{{- end -}}
