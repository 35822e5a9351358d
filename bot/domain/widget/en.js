// @ts-check
// The widget's own words, in one table a language. Placeholders in {braces} are filled in. What the assistant itself says is in the
// other files of bot/domain/. A new language is a copy of this file under its code (de.js), with every key.

export default {
  // the launcher and the frame
  launcher: "Ask about insoles",

  // writing, sending, and when it doesn't work

  // the menu

  // cards: picks and the checklist
  cardPrice: "Price:",
  cardNewTab: "opens in a new tab",
  // how the assistant's utter_pick_unknown, and its utter_pick_for, _also and _has begin: such lines get their own icons
  cardUnstated: "Not stated:",
  cardHas: ["“", "Also:", "Has:"],
  cardAsk: "Ask about {name}",
  cardRate: "Rate {name}",
  cardThumbUp: "Thumbs up for {name}",
  cardThumbDown: "Thumbs down for {name}",
  cardThumbDownAsk: "Thanks. What doesn't suit you? Write it below and I'll look again.",
  cardThumbFailed: "That could not be saved. Please try again.",
  cardMust: "Must have",
  cardNice: "Nice to have",
  cardMoreNice: "{count} more that would be nice",
  cardYouSaid: "You said “{quote}”",

  // cards: comparison, trial plan, evidence, warning signs
  cardComparison: "The picks side by side",
  cardFeature: "Feature",
  cardNoValue: "not stated",
  cardPlan: "Trial plan, day by day",
  cardDay: "Day",
  cardWear: "Wear them",
  cardJudge: "When to judge",
  cardNormal: "Normal at first",
  cardStop: "When to stop",
  cardFitting: "Before the first walk: {count} things to check",
  cardFirstDay: "First day",
  cardCalendar: "Add to calendar",
  cardPrint: "Print",
  cardPrintTitle: "Trial plan for {name}",
  cardDayMissing: "Please choose the first day.",
  cardCalendarDone: "The calendar file is in your downloads. Open it to add the days.",
  cardCalendarFailed: "I could not fetch the calendar. Please try again.",
  cardPrintFailed: "Printing doesn't work here. You can save the transcript from the menu instead.",
  cardStrength: "How sure this is:",
  cardStrengths: {
    strong: "very sure, several good studies agree",
    moderate: "fairly sure, good studies point this way",
    low: "not very sure, few or small studies",
    very_low: "unsure, hardly any studies",
    none: "nobody has tested it well",
    guideline: "advice of a health service or guideline",
  },
  cardSource: "Source:",
};
