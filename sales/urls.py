"""Addresses of the selling chain: documents by number, verbs as POST under them."""

from django.urls import path

from inventory.views.choose import item_options
from layouts.views import suggest
from sales.views import credits, invoices, orders, payments, picking, quotes, rest, shipments
from sales.views import customers as customer_pages
from sales.views.trade import customers

app_name = "sales"
urlpatterns = [
    path("items/", item_options("sales.view"), name="item_options"),
    path("customers/options/", suggest.options("sales.view", customers, whole=True), name="customer_options"),
    path("quotes/", quotes.QuoteList.as_view(), name="quotes"),
    *quotes.desk.paths(),
    path("quotes/<int:key>/send/", quotes.send, name="quote_send"),
    path("quotes/<int:key>/reject/", quotes.reject, name="quote_reject"),
    path("quotes/<int:key>/reopen/", quotes.reopen, name="quote_reopen"),
    path("quotes/<int:key>/make-order/", quotes.make_order, name="quote_make_order"),
    path("quotes/<int:key>/make-invoice/", quotes.make_invoice, name="quote_make_invoice"),
    path("orders/", orders.OrderList.as_view(), name="orders"),
    path("orders/rest/split/", rest.split, name="orders_split"),
    path("orders/rest/cancel/", rest.cancel, name="orders_cancel_rest"),
    *orders.desk.paths(),
    path("orders/<int:key>/confirm/", orders.confirm, name="order_confirm"),
    path("orders/<int:key>/reopen/", orders.reopen, name="order_reopen"),
    path("orders/<int:key>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<int:key>/rest/split/", orders.split, name="order_split"),
    path("orders/<int:key>/rest/cancel/", orders.cancel_rest, name="order_cancel_rest"),
    path("orders/<int:key>/make-shipment/", orders.make_shipment, name="order_make_shipment"),
    path("orders/<int:key>/make-invoice/", orders.make_invoice, name="order_make_invoice"),
    path("orders/<int:key>/make-invoice-sent/", orders.make_invoice_sent, name="order_make_invoice_sent"),
    path("shipments/", shipments.ShipmentList.as_view(), name="shipments"),
    path("shipments/<int:key>/pick/", picking.pick, name="shipment_pick"),
    *shipments.desk.paths(),
    path("invoices/", invoices.InvoiceList.as_view(), name="invoices"),
    *credits.paths(),
    path("invoices/<bookable:key>/payments/", payments.pay, name="invoice_pay"),
    path("invoices/<bookable:key>/payments/<int:payment>/remove/", payments.remove, name="invoice_payment_remove"),
    path("customers/", customer_pages.CustomerList.as_view(), name="customers"),
    path("customers/new/", customer_pages.new, name="customer_new"),
    path("customers/<int:number>/", customer_pages.show, name="customer"),
    path("customers/<int:number>/edit/", customer_pages.edit, name="customer_edit"),
    path("customers/<int:number>/layout/", customer_pages.choose_layout, name="customer_layout"),
    path("customers/<int:number>/note/", customer_pages.note, name="customer_note"),
    path("customers/<int:number>/bar/", customer_pages.bar, name="customer_bar"),
    path("customers/<int:number>/unbar/", customer_pages.unbar, name="customer_unbar"),
    *customer_pages.people.paths(),
    path("customers/<int:number>/new/<slug:kind>/", customer_pages.begin, name="customer_begin"),
]
