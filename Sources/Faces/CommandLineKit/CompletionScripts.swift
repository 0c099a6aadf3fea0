internal import FoundationEssentials
internal import Words

/// The shells that completions are made for.
package enum CompletionShell: String, Sendable, Hashable, CaseIterable {
    case bash, zsh, fish

    /// What the shell has to load; `links` are the commands that the program is also linked under.
    package func script(for program: String, links: [String] = []) -> String {
        let names = [program] + links.map { "\(program)-\($0)" }
        let template =
            switch self {
            case .bash: bashScript
            case .zsh: zshScript
            case .fish: fishScript
            }
        return template.replacing("PROGRAM", with: program).replacing("NAMES", with: names.joined(separator: " "))
            .replacing("ASK", with: CompletionRequest.word)
    }
}

extension Command {
    /// `completion SHELL`, ready for the table; `write` prints the script.
    package static func completion(
        of program: String,
        links: [String] = [],
        write: @escaping @Sendable (String, Context) -> Void,
    ) -> Command {
        let shell = Argument(
            "SHELL",
            ValueKind<CompletionShell>.choice(placeholder: "SHELL"),
            "the shell to complete in"
        )
        return Command(
            "completion",
            summary: "print the script that completes \(program) in a shell",
            examples: [
                Example("source <(\(program) completion bash)", "in ~/.bashrc"),
                Example("source <(\(program) completion zsh)", "in ~/.zshrc, after compinit"),
                Example("\(program) completion fish | source", "in ~/.config/fish/config.fish"),
            ],
            arguments: [shell],
        ) { arguments, context in
            write(arguments[shell].script(for: program, links: links), context)
            return .success
        }
    }
}

private let bashScript = #"""
    # Completion of PROGRAM for bash: source <(PROGRAM completion bash)
    _PROGRAM_complete() {
        local -a words=()
        local word attached= answer kind line current i
        # Bash parts words at "=": --name=value is put together again.
        for ((i = 0; i <= COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            if [[ $word == "=" && i -gt 0 && ${words[-1]} == --* && ${words[-1]} != *=* ]]; then
                words[-1]+="="
                attached=yes
            elif [[ $attached == yes ]]; then
                words[-1]+=$word
                attached=
            else
                words+=("$word")
            fi
        done
        current=${words[-1]}
        local program=${words[0]/#\~/$HOME}
        answer=$("$program" ASK "${words[@]}" 2>/dev/null) || return 0
        COMPREPLY=()
        kind=
        while IFS= read -r line; do
            if [[ -z $kind ]]; then
                kind=$line
                continue
            fi
            line=${line%%$'\t'*}
            [[ $current == --*=* && $COMP_WORDBREAKS == *=* ]] && line=${line#--*=}
            COMPREPLY+=("$line")
        done <<<"$answer"
        [[ $current == --*=* ]] && current=${current#--*=}
        case $kind in
            files | directories)
                compopt -o filenames 2>/dev/null
                local action=-f
                [[ $kind == directories ]] && action=-d
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$action" -- "$current")
                ;;
        esac
    }
    complete -F _PROGRAM_complete NAMES

    """#

private let zshScript = #"""
    #compdef NAMES
    # Completion of PROGRAM for zsh: source <(PROGRAM completion zsh), after compinit
    _PROGRAM() {
        local -a answer choices
        local line value about program=${(Q)words[1]}
        answer=("${(@f)$(${~program} ASK "${(@Q)words[1,CURRENT]}" 2>/dev/null)}")
        for line in "${(@)answer[2,-1]}"; do
            value=${line%%$'\t'*}
            about=${line#*$'\t'}
            choices+=("${value//:/\\:}${about:+:$about}")
        done
        (( $#choices )) && _describe -t PROGRAM PROGRAM choices
        case $answer[1] in
            files)
                [[ $PREFIX == --*=* ]] && compset -P '*='
                _files
                ;;
            directories)
                [[ $PREFIX == --*=* ]] && compset -P '*='
                _files -/
                ;;
        esac
    }
    if [[ $funcstack[1] == _PROGRAM ]]; then
        _PROGRAM "$@"
    else
        compdef _PROGRAM NAMES
    fi

    """#

private let fishScript = #"""
    # Completion of PROGRAM for fish: PROGRAM completion fish | source
    function __PROGRAM_complete
        set -l current (commandline -ct)
        set -l words (commandline -opc) "$current"
        set -l program (string replace -r -- '^~' "$HOME" $words[1])
        command -q $program
        or return
        set -l answer ($program ASK $words 2>/dev/null)
        or return
        set -l attached (string match -r -- '^--[^=]*=' "$current")
        set -l rest (string replace -r -- '^--[^=]*=' '' "$current")
        switch $answer[1]
            case files
                for path in (__fish_complete_path "$rest")
                    printf '%s\n' "$attached$path"
                end
            case directories
                for path in (__fish_complete_directories "$rest" '')
                    printf '%s\n' "$attached$path"
                end
        end
        test (count $answer) -gt 1
        and printf '%s\n' $answer[2..-1]
    end
    for name in NAMES
        complete -c $name -f -a '(__PROGRAM_complete)'
    end

    """#
