{{/* vim: set filetype=mustache: */}}
{{- define "tools.names.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $releaseName := regexReplaceAll "(-?[^a-z\\d\\-])+-?" (lower .Release.Name) "-" -}}
{{- if contains $name $releaseName -}}
{{- $releaseName | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" $releaseName $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tools.names.dependency.fullname" -}}
{{- if .chartValues.fullnameOverride -}}{{ .chartValues.fullnameOverride }}{{- else -}}
{{- printf "%s-%s" .context.Release.Name (default .chartName .chartValues.nameOverride) -}}{{- end -}}
{{- end -}}

{{- define "tools.render" -}}
{{- $value := typeIs "string" .value | ternary .value (.value | toYaml) }}
{{- if contains "{{" (toJson .value) }}
  {{- if .scope }}
      {{- tpl (cat "{{- with $.RelativeScope -}}" $value "{{- end }}") (merge (dict "RelativeScope" .scope) .context) }}
  {{- else }}
    {{- tpl $value .context }}
  {{- end }}
{{- else }}
    {{- $value }}
{{- end }}
{{- end -}}

{{- define "tools.render.merge" -}}
{{- $dst := dict -}}
{{- range .values -}}
{{- $dst = include "tools.render" (dict "value" . "context" $.context "scope" $.scope) | fromYaml | merge $dst -}}
{{- end -}}
{{ $dst | toYaml }}
{{- end -}}

{{- define "tools.labels" -}}
{{- if and (hasKey . "customLabels") (hasKey . "context") -}}
{{- $default := dict "app.kubernetes.io/name" .context.Chart.Name "helm.sh/chart" (printf "%s-%s" .context.Chart.Name .context.Chart.Version) "app.kubernetes.io/instance" .context.Release.Name -}}
{{- with .context.Chart.AppVersion -}}{{- $_ := set $default "app.kubernetes.io/version" . -}}{{- end -}}
{{ template "tools.render.merge" (dict "values" (list .customLabels $default) "context" .context) }}
{{- else -}}
app.kubernetes.io/name: {{ .Chart.Name }}
{{- with .Chart.AppVersion }}
app.kubernetes.io/version: {{ . | replace "+" "_" | quote }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tools.images.image" -}}
{{- $registry := default .imageRoot.registry ((.global).imageRegistry) -}}
{{- $separator := ":" -}}
{{- $termination := .imageRoot.tag | toString -}}
{{- if not .imageRoot.tag }}{{- if .chart }}{{- $termination = .chart.AppVersion | toString -}}{{- end -}}{{- end -}}
{{- if .imageRoot.digest }}{{- $separator = "@" -}}{{- $termination = .imageRoot.digest | toString -}}{{- end -}}
{{- if $registry }}{{- printf "%s/%s%s%s" $registry .imageRoot.repository $separator $termination -}}
{{- else -}}{{- printf "%s%s%s" .imageRoot.repository $separator $termination -}}{{- end -}}
{{- end -}}

{{- define "tools.pullSecrets" -}}
  {{- $secrets := list }}
  {{- range ((.context.Values.global).imagePullSecrets) -}}
    {{- if kindIs "map" . -}}
      {{- $secrets = append $secrets (include "tools.render" (dict "value" .name "context" $.context)) -}}
    {{- else -}}
      {{- $secrets = append $secrets (include "tools.render" (dict "value" . "context" $.context)) -}}
    {{- end -}}
  {{- end -}}
  {{- if (not (empty $secrets)) -}}
imagePullSecrets:
    {{- range $secrets | uniq }}
  - name: {{ . }}
    {{- end }}
  {{- end }}
{{- end -}}

{{- define "tools.password" -}}
{{- $data := (lookup "v1" "Secret" .context.Release.Namespace .secret).data -}}
{{- $password := "" -}}
{{- if $data -}}{{- $password = index $data .key | b64dec -}}
{{- else -}}
{{- range .providedValues -}}
{{- $value := include "tools.valueFromKey" (dict "key" . "context" $.context) -}}
{{- if and $value (not $password) }}{{- $password = $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- printf "%s" ($password | default "generated" | b64enc | quote) -}}
{{- end -}}

{{- define "tools.valueFromKey" -}}
{{- $keys := splitList "." .key -}}
{{- $value := "" -}}
{{- $latest := $.context.Values -}}
{{- range $keys -}}
  {{- if not $latest -}}{{- printf "please review the path '%s' in values" $.key | fail -}}{{- end -}}
  {{- $value = ( index $latest . ) -}}
  {{- $latest = $value -}}
{{- end -}}
{{- printf "%v" (default "" $value) -}}
{{- end -}}

{{- define "tools.capabilities.kubeVersion" -}}
{{- default (default .Capabilities.KubeVersion.Version .Values.kubeVersion) ((.Values.global).kubeVersion) -}}
{{- end -}}
