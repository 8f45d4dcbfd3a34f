{{- define "tram.words" -}}
{{- $words := list "--lines" -}}
{{- range $name := keys .Values.stops | sortAlpha -}}
{{- $stop := get $.Values.stops $name -}}
{{- if not $stop }}{{ continue }}{{ end -}}
{{- if not (regexMatch "^[a-z][a-z0-9-]{0,14}$" ($name | lower)) }}{{ printf "stop %q: what a name!" $name | fail }}{{ end -}}
{{- $words = append $words (printf "--stop.%s=:%.0f/%s" $name $stop.at ($stop.speaks | default "tcp" | lower)) -}}
{{- with $stop.lock -}}
{{- if .is }}{{ $words = append $words (printf "--stop.%s.lock" $name) }}{{ end -}}
{{- range $i, $d := .for -}}
{{- $words = concat $words (list (printf "--stop.%s.lock[%d].main=%s" $name $i $d.main)) -}}
{{- with $d.also }}{{ $words = append $words (printf "--stop.%s.lock[%d].also=%s" $name $i (join "," .)) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- with $stop.onward -}}
{{- if hasPrefix "web" .to }}{{ $words = append $words (cat "--stop" $name "to" .to | replace " " ".") }}
{{- else }}{{ $words = append $words (printf "--stop.%s.onward=%v" $name (get $.Values.stops .to).to) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- range $field, $what := .Values.signals.fields }}{{ $words = append $words (print "--signal." $field "=" $what) }}{{ end -}}
{{- if ne .Values.signals.level "off" }}{{ $words = append $words (printf "--level=%s" (upper .Values.signals.level)) }}{{ end -}}
{{- range $name, $plug := .Values.plugs -}}
{{- if not (kindIs "map" $plug) }}{{ fail (printf "plug %s is %s %v" $name (typeOf $plug) $plug) }}{{ end -}}
{{- $words = append $words (printf "--plug.%s.from=%s" $name (required (cat "plug" $name "comes from where?") $plug.from)) -}}
{{- end -}}
{{- range $word := .Values.words }}{{ $words = append $words $word }}{{ end -}}
{{- toYaml (without $words "") -}}
{{- end -}}
