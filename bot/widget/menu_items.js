// @ts-check
// What the menu offers.

import { saveFile } from "./dom.js";
import { transcriptFile } from "./transcript.js";

/** @param {import("./panel.js").Panel} panel @returns {{text: string, act: () => void, begun?: boolean}[]} */
export function menuItems(panel) {
  const { strings } = panel;
  const back = { text: strings.back, act: () => panel.sheet.close() };

  const save = async () => {
    try {
      saveFile(transcriptFile(await panel.conversation.transcript(), strings, panel.on.lang), strings.fileName);
      panel.status.note(strings.saved);
    } catch {
      panel.status.note(strings.saveFailed);
    }
  };

  const erase = async () => {
    try {
      await panel.conversation.forget();
      panel.sheet.show(strings.erase, [strings.erased], [back]);
    } catch {
      panel.sheet.problem(strings.eraseFailed);
    }
  };

  return [
    { text: strings.restart, act: () => void panel.say(strings.restartText), begun: true },
    { text: strings.changeAnswer, act: () => void panel.say(strings.changeAnswerText), begun: true },
    { text: strings.save, act: save, begun: true },
    {
      text: strings.erase,
      act: () => panel.sheet.show(strings.erase, [strings.eraseAsk], [
        { text: strings.eraseNo, act: back.act }, { text: strings.eraseYes, act: erase, kind: "danger" },
      ]),
    },
    { text: strings.about, act: () => panel.sheet.show(strings.about, strings.aboutLines, [back]) },
  ];
}
