internal import Commands
internal import Glibc

exit(await Ihctl.run(CommandLine.arguments))
