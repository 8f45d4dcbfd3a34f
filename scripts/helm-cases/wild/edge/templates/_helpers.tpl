{{- define "edge.name" -}}{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "imageVersion" -}}
{{ (split "@" (default $.Chart.AppVersion $.Values.image.tag))._0 | replace "latest-" "" | replace "experimental-" "" | trimPrefix "v" }}
{{- end -}}
{{- define "edge.image-name" -}}
{{- printf "%s/%s:%s" .Values.image.registry .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end -}}
{{- define "edge.yaml2CommandLineArgsRec" -}}
  {{- $path := .path -}}
  {{- range $key, $value := .content -}}
    {{- if kindIs "map" $value }}
      {{- include "edge.yaml2CommandLineArgsRec" (dict "path" (printf "%s.%s" $path $key) "content" $value) -}}
    {{- else if kindIs "slice" $value }}
      {{- range $i, $element := $value }}
        {{- if kindIs "map" $element }}
          {{- include "edge.yaml2CommandLineArgsRec" (dict "path" (printf "%s.%s[%d]" $path $key $i) "content" $element) -}}
        {{- else }}
--{{ join "." (list $path $key)}}[{{ $i }}]={{ $element }}
        {{- end }}
      {{- end }}
    {{- else if not (kindIs "invalid" $value) }}
--{{ join "." (list $path $key)}}={{ $value }}
    {{ end -}}
  {{- end -}}
{{- end -}}
{{- define "edge.yaml2CommandLineArgs" -}}
  {{ $args := (include "edge.yaml2CommandLineArgsRec" (dict "path" .path "content" .content) | splitList "\n") -}}
  {{- range $args -}}
    {{- if trim . }}
- {{ trim . | quote }}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- define "edge.oldportfields" -}}
{{- $fields := list "redirectTo" "middlewares" -}}
{{- $found := list }}
{{- range $name, $config := .Values.ports }}{{ range $fields }}{{ if and $config (hasKey $config .) }}{{ $found = append $found (printf "ports.%s.%s" $name .) }}{{ end }}{{ end }}{{ end }}
{{- $found | join " " }}
{{- end -}}
