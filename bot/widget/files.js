// @ts-check
// The integrity of the files that are loaded when the chat is opened. Made by `python -m bot.widget`.

export const FILES = {
  "choices.js": "sha384-ME+tWNdMKQ2kdXlN4mhhyr+vWe2BLeP70/RrsT9/vVFLSrN/4n48DXYvJ3Ah3mfs",
  "composer.js": "sha384-xZyMVbKXyl8qZ52uTcGFORnR4YsjID8RpDO7JhQunhRa1FIFTmGe6+lvwxzhNwKq",
  "dom.js": "sha384-fU9uauopL/5TFhS7Ccoez7nHPshIh+ytFnHSMOJ4BTmA7By8Zaa4UluF0lEO4Cfw",
  "log.js": "sha384-eshQi591xA8x/hlZ2lYDtH3XCAeH6OsPg/Y3YLE3JqNmtZpa3eQjf2TGsh92rb0/",
  "menu.js": "sha384-D+xa0oi0mdZAYl3ilHckI9SZpEz8pUBxYsIyDFpRJBBa1xbTXqzmGMJxihQmov3Y",
  "menu_items.js": "sha384-L5Bg0mi/hQjQgVZwSEe2hk4kN1r6IBBIXbf3aQeYHNZPieNFFMqEnxNm4ZuskxrV",
  "message.js": "sha384-RkhfwS1+L56qtsoVw+jMyzBE7kbHAOfgHpVME7h4j62rhjvyNqWC5M875v5H7Kf3",
  "outgoing.js": "sha384-NvH+wHyVdoyRia6uECOrpOM8DIeAfIdV8tZudY5fjk39htNW6jrUi2Hg5fOxAMpR",
  "panel.js": "sha384-TR7Fs76FsJiKiWF5DsW4F+i1QLsUzN772xzCH90SR1SpCCGJkvo4veiYrcp8qUH9",
  "scroll.js": "sha384-G1vQTS1Gxmk5B65TAjWXD/IqSXAxsNPZ3RXWqy+0604xcFFrdkgXL4potSTU8CJD",
  "sheet.js": "sha384-mFvSrCyrmL63EH2qW6U9evwhdSDonkIJGYMSxYL5hYFiqkdQUMmmy06Gwd4TamYr",
  "status.js": "sha384-ALChnTVSJptJofR3/Y5F3SI2SHmpy+J/iHtchuPUIGvBEiuTJ/2AX8DPFIQ8mVZr",
  "style.css": "sha384-0gSQaB2SF219sZrz02p/yvZSZPF7r/FewEr94rujfyAQpVfufpAuLHzvtEqCtT+e",
  "tools.js": "sha384-qyR9/rRUDAf+kfeAtjAtv//35+dc2yypLqpm3GuqtApVbNRpZUBos7vkxdrIBWtu",
  "transcript.js": "sha384-VHeildhgf97jsFM1XjZFC3EGTDWbtsw20s2gsAdk5qNE/58EnqrYaJKhZj+/Tl7o",
  "typing.js": "sha384-3X68RfRrV1GydauO8JFH4BeCYPZjAYX2yjrP+42KEx9JhwQklpYVRrlUJWRO+/if",
  "viewport.js": "sha384-dAI6NJb00qEfSoK09yNcBEAhREI5OZ9zzPTsczccJ2q7HghppVMVxvkOPPo8+93Z",
  "welcome.js": "sha384-KNyXbvWbvP6FOEPtlKtNaTQb/UNtpiaV/REAgUyoHJgxIjA8RTqAfzHoBn7VXdgi",
};
